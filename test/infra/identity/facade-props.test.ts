import { expect, test } from 'vitest';
import { checkFacadeProps } from '../../../infra/identity/facade-props.ts';

test('hosts are plain names', () => {
  const hosts = ['claude.ai', 'app.example-site.co.uk'];
  expect(() => checkFacadeProps('People', { clientDocumentHosts: hosts })).not.toThrow();
});

test.each([
  '*.example.com',
  'example.com:8443',
  'https://example.com',
  'Example.com',
  'localhost',
  '127.0.0.1',
  '[::1]',
  '',
])('fails when client documents would come from %j, or codes go there (B11, F9)', (host) => {
  const message = 'People: a host is a plain name in lower case, without port or wildcard, got ';
  expect(() => checkFacadeProps('People', { clientDocumentHosts: [host] })).toThrow(message + JSON.stringify(host));
  expect(() => checkFacadeProps('People', { registration: true, registrationRedirectHosts: [host] })).toThrow(message);
});

test.each([{ clientDocumentHosts: ['claude.ai'] }, { registration: true }])(
  'fails when clients are let in by a facade that is not there: %j',
  (props) => {
    expect(() => checkFacadeProps('People', { ...props, facade: false })).toThrow(
      'People: clientDocumentHosts and registration need the facade, got facade: false',
    );
  },
);

test('fails when redirect hosts are named and nobody can register', () => {
  expect(() => checkFacadeProps('People', { registrationRedirectHosts: ['example.com'] })).toThrow(
    'People: registrationRedirectHosts need registration: true',
  );
});

test.each([0, -1, 1.5, Number.NaN, 901])('fails when %d clients may be admitted', (maxAdmittedClients) => {
  expect(() => checkFacadeProps('People', { maxAdmittedClients })).toThrow(
    `People: maxAdmittedClients is a whole number from 1 to 900, got ${maxAdmittedClients}`,
  );
});
