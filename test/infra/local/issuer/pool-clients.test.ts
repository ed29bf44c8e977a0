import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readPoolClients } from '../../../../infra/local/issuer/pool-clients.ts';
import { readUserPool } from '../../../../infra/local/issuer/user-pool.ts';
import type { Json } from '../../../../shared/json-schema.ts';
import { resource, samplePool, stackOf } from './sample-pool.ts';

const read = (App: { readonly [name: string]: Json }) => readPoolClients(samplePool({ App }), randomBytes)[0];

describe('a client of the template', () => {
  test.each<[string, { readonly [name: string]: Json }]>([
    ['the implicit flow', { AllowedOAuthFlows: ['implicit'] }],
    ['a machine flow without a secret', { AllowedOAuthFlows: ['client_credentials'] }],
    ['another identity provider', { SupportedIdentityProviders: ['Google'] }],
    ['an unknown unit', { TokenValidityUnits: { AccessToken: 'weeks' } }],
  ])('stops local mode by name when it asks for %s', (_name, properties) => {
    expect(() => read(properties)).toThrow(/local mode does not know .*Desk\/App/);
  });

  test('has no flow when OAuth is off in the template', () => {
    expect(read({ AllowedOAuthFlowsUserPoolClient: false })?.grantTypes).toEqual([]);
  });

  test('has no secret when the template asks for none', () => {
    expect(read({})?.secret).toBeUndefined();
  });

  test.each([
    [{ AccessTokenValidity: 2 }, 7200],
    [{ AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: 'days' } }, 86_400],
    [{ AccessTokenValidity: 300, TokenValidityUnits: { AccessToken: 'seconds' } }, 300],
  ])('has access tokens that live as %o says', (properties, seconds) => {
    expect(read({ TokenValidityUnits: {}, ...properties })?.lifetimes.accessToken).toBe(seconds);
  });

  test('has access tokens of five minutes when the template does not say', () => {
    const robot = readPoolClients(samplePool(), randomBytes).find(({ id }) => id === 'robot-client');
    expect(robot?.lifetimes).toEqual({ accessToken: 300, idToken: 300, refreshToken: 30 * 86_400 });
  });
});

describe('a template', () => {
  const pool = (id: string, physicalId = id) => resource(id, 'AWS::Cognito::UserPool', physicalId, {});

  test('with two pools stops local mode by the name of the second', () => {
    expect(() => readUserPool(stackOf([pool('One'), pool('Two')]))).toThrow(/second AWS::Cognito::UserPool.*Desk\/Two/);
  });

  test('without a pool stops local mode', () => {
    expect(() => readUserPool(stackOf([]))).toThrow(/without an AWS::Cognito::UserPool/);
  });

  test('with a pool id that would leave its path stops local mode', () => {
    expect(() => readUserPool(stackOf([pool('One', '../x')]))).toThrow(/user pool id/);
  });
});
