import { Duration, Lazy } from 'aws-cdk-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DownstreamProps } from '../../../infra/tool/downstream-props.ts';
import { needsKey, readDownstream } from '../../../infra/tool/read-downstream.ts';
import { Downstream } from '../../../shared/downstream.ts';
import { exampleDownstream } from './downstream-example.ts';

const CALLERS = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI';
const hidden = (text: string) => Lazy.string({ produce: () => text });
const secretClient = {
  clientId: 'desk',
  secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:desk-AbCdEf',
};
const read = (changes: Partial<DownstreamProps> = {}, name = 'ledger', callers = CALLERS) =>
  readDownstream(name, exampleDownstream(changes), callers);

describe('what is not said', () => {
  test('is the narrowest: the gateway says who calls, the token says who acts, for 15 minutes at most (B8, B9)', () => {
    expect(read()).toEqual({
      name: 'ledger',
      issuer: 'https://login.ledger.example.com',
      audience: 'https://ledger.example.com',
      scopes: ['entries.read'],
      clientId: 'desk',
      grant: 'token-exchange',
      subject: 'assertion',
      actor: 'act',
      maxLifeSeconds: 900,
    });
  });

  test('follows from the grant of Entra: it takes the caller’s token and names the client (B9)', () => {
    expect(read({ grant: 'on-behalf-of', issuer: CALLERS })).toMatchObject({
      subject: 'caller-token',
      actor: 'client',
    });
  });

  test('follows from the caller’s token too: no assertion says who acts', () => {
    expect(read({ subject: 'caller-token', issuer: CALLERS })).toMatchObject({
      grant: 'token-exchange',
      actor: 'client',
    });
  });
});

test.each([
  ['a name with a hyphen', {}, 'my-ledger', 'snake_case'],
  ['a name without end', {}, 'a'.repeat(41), '1 to 40 characters'],
  ['an issuer without TLS', { issuer: 'http://login.ledger.example.com' }, 'ledger', 'an issuer is an https URL'],
  ['an issuer with a query', { issuer: 'https://login.example.com/?a=b' }, 'ledger', 'an issuer is an https URL'],
  ['an issuer with a fragment', { issuer: 'https://login.example.com/#a' }, 'ledger', 'an issuer is an https URL'],
  ['an issuer with a password', { issuer: 'https://a:b@login.example.com' }, 'ledger', 'an issuer is an https URL'],
  ['an issuer that is no URL', { issuer: 'login.example.com' }, 'ledger', 'an issuer is an https URL'],
  ['no audience', { audience: '' }, 'ledger', 'audience and client id are not empty'],
  ['no scope', { scopes: [] }, 'ledger', 'names the scopes it needs, got none'],
  ['an empty scope', { scopes: [''] }, 'ledger', 'named one by one, without wildcards, got ""'],
  ['two scopes in one', { scopes: ['a b'] }, 'ledger', 'named one by one'],
  ['a wildcard', { scopes: ['entries.*'] }, 'ledger', 'without wildcards, got "entries.*"'],
  ['every scope of Entra', { scopes: ['api://ledger/.default'] }, 'ledger', 'without wildcards'],
  ['a scope twice', { scopes: ['a', 'a'] }, 'ledger', 'each scope is named once'],
  ['a life of 16 minutes', { maxTokenLife: Duration.minutes(16) }, 'ledger', '1 second to 15 minutes'],
  ['a life of nothing', { maxTokenLife: Duration.seconds(0) }, 'ledger', '1 second to 15 minutes'],
  ['a life of less than a second', { maxTokenLife: Duration.millis(500) }, 'ledger', 'in whole seconds'],
  ['an assertion for on-behalf-of', { grant: 'on-behalf-of', subject: 'assertion' }, 'ledger', 'shows the caller'],
  ['the caller’s token for a stranger', { subject: 'caller-token' }, 'ledger', 'to the issuer it came from alone'],
  ['on-behalf-of at a stranger', { grant: 'on-behalf-of' }, 'ledger', 'to the issuer it came from alone'],
] satisfies readonly [string, Partial<DownstreamProps>, string, string][])(
  '%s fails synth (B8, B9)',
  (_, changes, name, words) => {
    expect(() => read(changes, name)).toThrow(words);
  },
);

test('the caller’s token goes to no issuer but its own, whatever other URL is said (B8)', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['https'] }), (issuer) => {
      fc.pre(issuer !== CALLERS);
      expect(() => read({ issuer, subject: 'caller-token' })).toThrow();
    }),
  );
});

test('what is hidden until deployment is left to the call', () => {
  const issuer = hidden(CALLERS);
  expect(read({ issuer, subject: 'caller-token' }).issuer).toBe(issuer);
  expect(read({ subject: 'caller-token' }, 'ledger', hidden(CALLERS)).subject).toBe('caller-token');
});

test('what it reads is what the gateway reads', () => {
  const downstream = read({ maxTokenLife: Duration.minutes(5) });
  expect(Downstream.parse(downstream)).toEqual(downstream);
  expect(downstream.maxLifeSeconds).toBe(300);
});

test('the gateway’s key is needed where it signs who calls, who acts or who it is (B9)', () => {
  const clientCredential = { ...secretClient, admit: () => undefined };
  const own = { subject: 'caller-token', issuer: CALLERS } as const;
  const needs = (changes: Partial<DownstreamProps>) => needsKey(read(changes));
  expect(needs({ clientCredential })).toBe(true);
  expect(needs({ ...own })).toBe(true);
  expect(needs({ ...own, clientCredential, actor: 'act' })).toBe(true);
  expect(needs({ ...own, clientCredential })).toBe(false);
  expect(needs({ ...own, clientCredential, grant: 'on-behalf-of' })).toBe(false);
});
