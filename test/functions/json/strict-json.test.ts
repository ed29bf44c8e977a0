import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrictJson, UnclearJson } from '../../../functions/json/strict-json.ts';

const parse = (text: string) => parseStrictJson(text, { maxDepth: 32 });

describe('strict JSON', () => {
  test('reads every JSON value exactly as JSON.parse does (A2)', () => {
    const plain = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).filter((value) => isClear(value));
    fc.assert(
      fc.property(plain, (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('refuses whatever JSON.parse refuses (A2)', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => text.slice(1)),
        ),
        (text) => {
          fc.pre(!isJson(text));
          expect(() => parse(text)).toThrow(SyntaxError);
        },
      ),
    );
  });

  test('refuses a key twice in one object, at any depth and in any spelling (A3)', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(20), (key, depth) => {
        const twice = `{${JSON.stringify(key)}:1,"other":2,${escaped(key)}:3}`;
        expect(() => parse(`${'['.repeat(depth)}${twice}${']'.repeat(depth)}`)).toThrow(UnclearJson);
      }),
    );
  });

  test.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s however it is written (A3)', (key) => {
    expect(() => parse(`{"a":[{${JSON.stringify(key)}:1}]}`)).toThrow(UnclearJson);
    expect(() => parse(`{${escaped(key)}:1}`)).toThrow(UnclearJson);
  });

  test.each([
    ['half a character in a text', '"\\ud800"'],
    ['half a character in a key', '{"\\udc00":1}'],
    ['a number that becomes infinite', '1e999'],
    ['an integer that JavaScript rounds', '9007199254740993'],
  ])('refuses %s (A3)', (_, text) => {
    expect(() => parse(`[${text}]`)).toThrow(UnclearJson);
  });

  test.each([
    '// c\n1',
    '/* c */1',
    '[1,]',
    '{"a":1,}',
    "{'a':1}",
    '01',
    '+1',
    'NaN',
    'Infinity',
    '\ufeff1',
    '1 2',
    '"\t"',
  ])('refuses %j, which is not JSON (A2)', (text) => {
    expect(() => parse(text)).toThrow();
  });

  test('refuses nesting one deeper than allowed, and allows the limit itself (A3)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.boolean(), (depth, objects) => {
        const [open, close] = objects ? ['{"a":', '}'] : ['[', ']'];
        const text = `${open.repeat(depth)}1${close.repeat(depth)}`;
        if (depth > 32) expect(() => parse(text)).toThrow(UnclearJson);
        else expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('allows 32 %s within each other and refuses the 33rd (A3)', (_, open, close) => {
    const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
    expect(parse(nested(32))).toEqual(JSON.parse(nested(32)));
    expect(() => parse(nested(33))).toThrow(UnclearJson);
  });

  test('survives a body of nothing but brackets (A3)', () => {
    expect(() => parse('['.repeat(1_000_000))).toThrow();
    expect(() => parse(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toThrow(UnclearJson);
  });
});

function escaped(key: string): string {
  const units = Array.from({ length: key.length }, (_, at) => key.charCodeAt(at).toString(16).padStart(4, '0'));
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isClear(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([key, child]) => !['__proto__', 'constructor', 'prototype'].includes(key) && isClear(child),
  );
}
