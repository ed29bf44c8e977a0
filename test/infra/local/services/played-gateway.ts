import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { DEMO_SERVICE_KEY } from '../../../../infra/demo/demo-service.ts';
import { demoServices } from '../../../../infra/local/services/demo-service.ts';
import { CLIENT_ID } from '../../../../infra/local/services/profiles-issuer.ts';
import { startDemoServices } from '../../../../infra/local/services/start-demo-services.ts';
import { TOKEN_EXCHANGE } from '../../../../infra/local/services/token-exchange.ts';
import { DELEGATION_KEYS_PATH } from '../../../../shared/downstream.ts';
import { ENDPOINT_PATH } from '../../../../shared/protected-resource.ts';
import { assemblyOf } from '../template/assembly-of.ts';

const PROFILES = 'https://profiles.example.com';
const ISSUER = 'https://login.profiles.example.com';

/** The secret of the second client of the issuer of profiles. */
export const CLIENT_SECRET = randomUUID();

/** The service of profiles and its issuer, and a gateway with a key that the issuer trusts. */
export async function playGateway() {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const found = request.url === `/prod${DELEGATION_KEYS_PATH}`;
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/prod${ENDPOINT_PATH}`;
  const faults: unknown[] = [];
  const services = await startDemoServices(demoServices(template()), {
    secretOf: () => CLIENT_SECRET,
    endpoint: () => endpoint,
    onFault: (error) => faults.push(error),
  });
  const local = (aws: string) => services.addresses.find((each) => each.aws === aws)?.local ?? '';
  const [url, issuer] = [local(PROFILES), local(ISSUER)];

  /** A JWT as the gateway signs them. */
  function sign(claims: Record<string, unknown>, key = privateKey): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const usual = { iss: endpoint, aud: issuer, iat, exp: iat + 60, jti: randomUUID() };
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key);
  }

  /** What the gateway asks for alice and the tool customer_profile, but for what a test changes. */
  async function form(changes: Record<string, string | undefined> = {}): Promise<URLSearchParams> {
    const jwt = 'urn:ietf:params:oauth:token-type:jwt';
    const all: Record<string, string | undefined> = {
      grant_type: TOKEN_EXCHANGE,
      subject_token: await sign({ sub: 'alice' }),
      subject_token_type: jwt,
      actor_token: await sign({ sub: `${endpoint}#customer_profile` }),
      actor_token_type: jwt,
      audience: url,
      scope: 'profile.read',
      client_id: CLIENT_ID,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign({ iss: CLIENT_ID, sub: CLIENT_ID }),
      ...changes,
    };
    const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return new URLSearchParams(given);
  }

  async function exchange(changes: Record<string, string | undefined> = {}, headers: Record<string, string> = {}) {
    const response = await fetch(`${issuer}/token`, { method: 'POST', body: await form(changes), headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function close(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await services.close();
  }

  return { url, issuer, endpoint, services, faults, asked, sign, exchange, close };
}

function template() {
  const Metadata = {
    [DEMO_SERVICE_KEY]: [
      { url: PROFILES, service: 'profiles' },
      { url: ISSUER, service: 'profiles-issuer' },
    ],
  };
  return assemblyOf({ Resources: { Key: { Type: 'AWS::SecretsManager::Secret', Metadata } } });
}
