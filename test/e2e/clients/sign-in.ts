import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { pickPerson } from '../../../infra/cli/pick-person.ts';
import type { ClientScript } from './client-script.ts';
import { type Dialogue, demand } from './dialogue.ts';
import type { Found } from './find-server.ts';

const Tokens = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().int().positive(),
  refresh_token: z.string().min(1).optional(),
});
export type Tokens = z.infer<typeof Tokens>;

/** A client that is known to the server and may ask for tokens. */
export interface SigningIn {
  readonly script: ClientScript;
  readonly found: Found;
  readonly clientId: string;
  readonly person: string;
  readonly dialogue: Dialogue;
}

/** The person signs in at the browser; the client takes the code and changes it into tokens. */
export async function signIn({ script, found, clientId, person, dialogue }: SigningIn): Promise<Tokens> {
  const verifier = randomBytes(48).toString('base64url');
  const state = script.state();
  const url = authorizationUrl({ script, found, clientId }, verifier, state);
  const back = await pickPerson(url, script.redirectUri, person);
  dialogue.note(`${person} signs in`);
  demand(back.searchParams.get('error') === null, `the server answers ${back.searchParams}`);
  demand(back.searchParams.get('state') === state, 'state is foreign');
  const issuer = back.searchParams.get('iss');
  if (found.server.authorization_response_iss_parameter_supported || issuer !== null) {
    demand(issuer === found.server.issuer, `iss is ${issuer} (RFC 9207 §2.4)`);
  }
  return tokensOf(
    await dialogue.postForm(found.server.token_endpoint, {
      grant_type: 'authorization_code',
      client_id: clientId,
      code: back.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: script.redirectUri,
      ...(script.sendsResource && { resource: found.resource }),
    }),
  );
}

/** New tokens without the person. */
export async function refresh({ script, found, clientId, dialogue }: SigningIn, tokens: Tokens): Promise<Tokens> {
  demand(tokens.refresh_token !== undefined, 'there is no refresh token');
  return tokensOf(
    await dialogue.postForm(found.server.token_endpoint, {
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: tokens.refresh_token,
      ...(script.sendsResource && { resource: found.resource }),
    }),
  );
}

function authorizationUrl(
  { script, found, clientId }: Pick<SigningIn, 'script' | 'found' | 'clientId'>,
  verifier: string,
  state: string,
): URL {
  const scope = script.scope({ challenge: found.challengeScope, supported: found.supportedScopes });
  const url = new URL(found.server.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    redirect_uri: script.redirectUri,
    state,
    ...(scope !== undefined && { scope }),
    ...(script.sendsResource && { resource: found.resource }),
    ...script.extra,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return url;
}

async function tokensOf(response: Response): Promise<Tokens> {
  const text = await response.text();
  demand(response.status === 200, `the token endpoint answers ${response.status}: ${text}`);
  demand(response.headers.get('cache-control')?.includes('no-store') === true, 'tokens may be cached (RFC 6749 §5.1)');
  return Tokens.parse(JSON.parse(text));
}
