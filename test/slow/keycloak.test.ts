import { randomUUID } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchKeys } from '../../functions/authorizer/fetch-keys.ts';
import { issuerKeys } from '../../functions/authorizer/issuer-keys.ts';
import { tokenVerifier } from '../../functions/authorizer/verify-token.ts';
import { exchangeToken } from '../../functions/exchange/exchange-token.ts';
import { issuerFinder } from '../../functions/exchange/find-issuer.ts';
import type { ExchangeParts, LentToken } from '../../functions/exchange/token-exchange.ts';
import { keycloak } from '../../infra/identity/presets/keycloak.ts';
import { ClaimNames } from '../../shared/claim-names.ts';
import type { Downstream } from '../../shared/downstream.ts';
import { findKeycloak, KEYCLOAK } from './keycloak/distribution.ts';
import { signInAsAdministrator } from './keycloak/keycloak-admin.ts';
import {
  ENDPOINT,
  GatewayClient,
  MachineClient,
  makeRealm,
  ORDERS_SCOPE,
  PERSON,
  type RealmSecrets,
  SCOPE_PREFIX,
  SIGN_IN_CLIENT,
} from './keycloak/realm.ts';
import { machineToken, signIn } from './keycloak/sign-in.ts';
import { type RunningKeycloak, startKeycloak } from './keycloak/start-keycloak.ts';

const folder = findKeycloak();
const skipped = folder === undefined ? ' (skipped: it is not on this machine; npm run fetch:keycloak)' : '';
const KEY_ID = 'key-of-this-test';
const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:client-AbCdEf';
const now = () => new Date();

let server: RunningKeycloak;
let team: Realm;
let other: Realm;
let sign: ExchangeParts['sign'];

/** A realm, and what its person's client got for her. */
interface Realm extends RealmSecrets {
  readonly issuer: string;
  readonly tokens: Awaited<ReturnType<typeof signIn>>;
}

describe.skipIf(folder === undefined)(`Keycloak ${KEYCLOAK.version}${skipped}`, () => {
  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    sign = (claims) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: KEY_ID }).sign(privateKey);
    server = await startKeycloak(folder ?? '');
    const publicKeys = { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'ES256', use: 'sig' }] };
    team = await newRealm('team', publicKeys);
    other = await newRealm('other', publicKeys);
  }, 400_000);
  afterAll(() => server?.stop());

  describe('its tokens at our door', () => {
    test('the authorizer reads who calls, by which client, with which scopes and groups, by the preset (B1, B2)', async () => {
      const { sub } = decodeJwt(team.tokens.access_token);
      expect(await verify(team.tokens.access_token)).toMatchObject({
        caller: {
          subject: sub,
          kind: 'person',
          username: PERSON,
          clientId: SIGN_IN_CLIENT,
          groups: ['billing'],
        },
        scopes: ['list_orders'],
        isClientListed: true,
        signedInAt: decodeJwt(team.tokens.access_token).auth_time,
        tokenIds: [expect.any(String)],
      });
    });

    test('an ID token, a refresh token and a token of another realm open nothing (B1)', async () => {
      await expect(verify(team.tokens.id_token)).rejects.toMatchObject({ refusal: { fault: 'not_access_token' } });
      await expect(verify(team.tokens.refresh_token)).rejects.toMatchObject({ refusal: { fault: 'algorithm' } });
      await expect(verify(other.tokens.access_token)).rejects.toMatchObject({ refusal: { fault: 'issuer' } });
    });

    test('a client that acts for itself is a machine, unless its token has a sign-in name (B13)', async () => {
      const token = await machineToken(team.issuer, MachineClient.nameless, team.clientSecret);
      expect(await verify(token)).toMatchObject({
        caller: { kind: 'machine', clientId: MachineClient.nameless, groups: [] },
        scopes: ['list_orders'],
      });
      const named = await machineToken(team.issuer, MachineClient.named, team.clientSecret);
      await expect(verify(named)).rejects.toMatchObject({ refusal: { fault: 'person_as_machine' } });
    });

    test('a token that was exchanged for a service is refused at our own door (B8)', async () => {
      const { accessToken } = await exchange();
      await expect(verify(accessToken)).rejects.toMatchObject({ refusal: { fault: 'audience' } });
    });
  });

  describe('the exchange (RFC 8693)', () => {
    test('lends a token for the one service, with the one scope, of the person, used by the gateway (B8, B9)', async () => {
      const { accessToken, expiration } = await exchange();
      const { sub } = decodeJwt(team.tokens.access_token);
      expect(decodeJwt(accessToken)).toMatchObject({
        aud: 'ledger',
        scope: 'ledger.read',
        sub,
        azp: GatewayClient.narrow,
      });
      expect(accessToken).not.toBe(team.tokens.access_token);
      const seconds = (Date.parse(expiration) - Date.now()) / 1000;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(300);
    });

    test('the gateway proves itself by its own key, and no secret exists (RFC 7523 §2.2)', async () => {
      const { accessToken } = await exchange({ clientId: GatewayClient.withKey }, { secret: undefined });
      expect(decodeJwt(accessToken)).toMatchObject({ aud: 'ledger', azp: GatewayClient.withKey });
    });

    test.each<[why: string, changed: Partial<Downstream>, message: string]>([
      ['a service the gateway has no scope for', { audience: 'payroll' }, 'the issuer refused: invalid_request'],
      ['a service that does not exist', { audience: 'nobody' }, 'the issuer refused: invalid_client'],
      ['a scope the gateway may not have', { scopes: [ORDERS_SCOPE] }, 'the issuer refused: invalid_scope'],
      [
        'a client without the exchange',
        { clientId: GatewayClient.withoutExchange },
        'the issuer refused: invalid_request',
      ],
      ['a client with the realm’s default scopes', { clientId: GatewayClient.asMade }, 'more scopes were issued'],
      ['a token that lives longer than the tool’s', { maxLifeSeconds: 60 }, 'the issued token lives too long'],
      [
        'a token that must name the tool in `act`, which Keycloak does not write',
        { actor: 'act' },
        'does not say that this tool acts',
      ],
      [
        'the gateway’s word instead of the caller’s token',
        { subject: 'assertion' },
        'the issuer refused: invalid_request',
      ],
    ])('lends nothing for %s (B9)', async (_, changed, message) => {
      await expect(exchange(changed)).rejects.toThrow(message);
    });

    test('lends nothing for a wrong secret or a wrong key (B9)', async () => {
      await expect(exchange({}, { secret: randomUUID() })).rejects.toThrow('the issuer refused: unauthorized_client');
      const { privateKey } = await generateKeyPair('ES256');
      const foreign: ExchangeParts['sign'] = (claims) =>
        new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: KEY_ID }).sign(privateKey);
      const asked = exchange({ clientId: GatewayClient.withKey }, { secret: undefined, sign: foreign });
      await expect(asked).rejects.toThrow('the issuer refused: ');
    });

    test('lends nothing for a token of another realm (B8)', async () => {
      const asked = exchange({}, { callerToken: other.tokens.access_token });
      await expect(asked).rejects.toThrow('the issuer refused: invalid_request');
    });
  });
});

async function newRealm(name: string, publicKeys: object): Promise<Realm> {
  const secrets = await makeRealm(await signInAsAdministrator(server), name, publicKeys);
  const issuer = `${server.url}/realms/${name}`;
  return { ...secrets, issuer, tokens: await signIn(issuer, secrets.password) };
}

/** As the deployed authorizer does, for an endpoint whose callers come from the realm `team`. */
function verify(token: string) {
  const {
    issuerUrl: issuer,
    jwksUri,
    claims,
  } = keycloak({ url: server.url, realm: 'team', clientIds: [SIGN_IN_CLIENT] });
  const rules = {
    resource: ENDPOINT,
    audienceRule: 'resource',
    allowedClients: [SIGN_IN_CLIENT],
    machineClients: Object.values(MachineClient),
    claimNames: ClaimNames.parse(claims),
    scopePrefix: SCOPE_PREFIX,
    maxLifeSeconds: 3600,
  } as const;
  return tokenVerifier({ issuer, jwksUri, keys: issuerKeys({ fetchKeys, now }), rules, now })(token);
}

interface Shown {
  readonly secret?: string | undefined;
  readonly callerToken?: string;
  readonly sign?: ExchangeParts['sign'];
}

/** As the deployed gateway does, for a tool that calls `ledger`. */
function exchange(changed: Partial<Downstream> = {}, shown: Shown = {}): Promise<LentToken> {
  const {
    secret,
    callerToken,
    sign: signed,
  } = { secret: team.clientSecret, callerToken: team.tokens.access_token, sign, ...shown };
  const downstream: Downstream = {
    name: 'ledger',
    issuer: team.issuer,
    audience: 'ledger',
    scopes: ['ledger.read'],
    clientId: GatewayClient.narrow,
    ...(secret !== undefined && { clientSecretArn: SECRET_ARN }),
    grant: 'token-exchange',
    subject: 'caller-token',
    actor: 'client',
    maxLifeSeconds: 900,
    ...changed,
  };
  const caller = { subject: String(decodeJwt(callerToken).sub), clientId: SIGN_IN_CLIENT };
  const parts: ExchangeParts = {
    resource: ENDPOINT,
    callerIssuer: team.issuer,
    findIssuer: issuerFinder({ fetch, now }),
    sign: signed,
    readSecret: async () => secret ?? '',
    fetch,
    now,
    randomUUID,
  };
  const signal = AbortSignal.timeout(20_000);
  return exchangeToken({ downstream, tool: 'customer_profile', caller, callerToken, signal }, parts);
}
