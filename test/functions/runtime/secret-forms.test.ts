import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownSecrets } from '../../../functions/runtime/known-secrets.ts';

function knowing(value: string) {
  const secrets = knownSecrets(() => undefined);
  secrets.add(value);
  return secrets;
}

/** Ways in which a secret gets into a text, by accident or on purpose. */
const WAYS: { readonly [name: string]: (value: string) => string } = {
  'as it is': (value) => value,
  'in JSON': (value) => JSON.stringify({ value }),
  'in base64': (value) => Buffer.from(value).toString('base64'),
  'in base64 for URLs': (value) => Buffer.from(value).toString('base64url'),
  'in base64 behind a user name': (value) => Buffer.from(`user:${value}`).toString('base64'),
  'in base64 behind another user name': (value) => Buffer.from(`admin:${value}@`).toString('base64'),
  'in base64 behind one character': (value) => Buffer.from(`=${value}=`).toString('base64'),
  'in hex': (value) => Buffer.from(value).toString('hex'),
  'in upper-case hex': (value) => Buffer.from(value).toString('hex').toUpperCase(),
  'percent-encoded': (value) => encodeURIComponent(value),
  'percent-encoded in lower case': (value) =>
    encodeURIComponent(value).replaceAll(/%../g, (code) => code.toLowerCase()),
  'with every character percent-encoded': (value) => Buffer.from(value).toString('hex').replaceAll(/../g, '%$&'),
};

const secretText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 }).filter((text) => text.length <= 200),
  fc.string({ unit: fc.constantFrom('"', '\\', '/', '+', '%', 'a', 'é'), minLength: 8, maxLength: 40 }),
);

test.each(Object.entries(WAYS))('a secret is found %s, whatever stands around it (G5)', (_, write) => {
  fc.assert(
    fc.property(secretText, fc.string(), fc.string(), (value, before, after) => {
      const text = `${before}${write(value)}${after}`;
      expect(knowing(value).quotedIn(text)).toBe(true);
      expect(knowing(value).quotedIn(knowing(value).hide(text))).toBe(false);
    }),
  );
});

test('a half of a secret is found too, and is hidden (G5)', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9]{24,60}$/), fc.constantFrom(...Object.values(WAYS)), (value, write) => {
      const middle = Math.ceil(value.length / 2);
      for (const half of [value.slice(0, middle), value.slice(middle)]) {
        const text = `one half is ${write(half)}.`;
        expect(knowing(value).quotedIn(text)).toBe(true);
        expect(knowing(value).hide(text)).not.toContain(half);
      }
    }),
  );
});

test('what is inside a secret of JSON is found by itself, and so is a line of a key (G5)', () => {
  const password = ['marker', 'password', '7'].join('-');
  expect(knowing(JSON.stringify({ user: 'desk', login: { password } })).quotedIn(`with ${password}`)).toBe(true);
  const lines = ['MIIEvQIBADANBgkqh', 'kiG9w0BAQEFAASCBK', 'cwggSjAgEAAoIBAQD'];
  expect(knowing(lines.join('\n')).quotedIn(`+ '${lines[1]}' +`)).toBe(true);
});

test('an answer that quotes nothing passes, with the short words of a secret of JSON in it', () => {
  const secrets = knowing(JSON.stringify({ engine: 'postgres', user: 'desk', password: 'marker-of-a-password' }));
  expect(secrets.quotedIn('{"type":"result","output":{"text":"postgres at the desk"}}')).toBe(false);
  expect(secrets.hide('postgres at the desk')).toBe('postgres at the desk');
});

test('refuses a secret so short that answers may hold it by chance', () => {
  expect(() => knowing('seven77')).toThrow('a secret has at least 8 characters');
});

test('takes no secret once its call has ended (D4)', () => {
  const secrets = knownSecrets(() => undefined);
  secrets.close();
  expect(() => secrets.add('long enough')).toThrow('after its call ended');
});
