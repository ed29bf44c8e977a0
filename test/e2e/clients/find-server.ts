import * as z from 'zod';
import type { ClientScript, ServerMetadataForm } from './client-script.ts';
import { type Dialogue, demand } from './dialogue.ts';

const ResourceMetadata = z.looseObject({
  resource: z.url(),
  authorization_servers: z.array(z.url()).min(1),
  scopes_supported: z.array(z.string()).default([]),
});

const ServerMetadata = z.looseObject({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  registration_endpoint: z.url().optional(),
  code_challenge_methods_supported: z.array(z.string()).default([]),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  client_id_metadata_document_supported: z.boolean().default(false),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});
export type ServerMetadata = z.infer<typeof ServerMetadata>;

/** What a client has learnt when it may start a sign-in. */
export interface Found {
  readonly server: ServerMetadata;
  readonly resource: string;
  readonly challengeScope: string | undefined;
  readonly supportedScopes: readonly string[];
}

/** First contact without a token, the resource's metadata, the server's metadata. */
export async function findServer(script: ClientScript, endpoint: string, dialogue: Dialogue): Promise<Found> {
  for (const form of script.probesFirst) await dialogue.send(wellKnownResource(endpoint, form));
  const challenge = await firstContact(endpoint, script.name, dialogue);
  const document = ResourceMetadata.parse(await (await dialogue.send(challenge.resourceMetadata)).json());
  demand(document.resource === endpoint, `resource is ${document.resource}, not ${endpoint} (RFC 9728 §3.3)`);
  const [issuer = ''] = document.authorization_servers;
  const server = await serverMetadata(issuer, script.serverForms, dialogue);
  demand(server.issuer === issuer, `issuer is ${server.issuer}, not ${issuer} (RFC 8414 §3.3)`);
  demand(server.code_challenge_methods_supported.includes('S256'), 'the server does not say that it supports S256');
  return {
    server,
    resource: document.resource,
    challengeScope: challenge.scope,
    supportedScopes: document.scopes_supported,
  };
}

async function firstContact(endpoint: string, name: string, dialogue: Dialogue) {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params: initializeParams(name) });
  const response = await dialogue.send(endpoint, { method: 'POST', headers, body });
  demand(response.status === 401, `a first contact is answered ${response.status}`);
  const header = response.headers.get('www-authenticate') ?? '';
  const [, resourceMetadata] = header.match(/resource_metadata="([^"]+)"/) ?? [];
  demand(header.startsWith('Bearer ') && resourceMetadata !== undefined, 'the challenge does not say where to sign in');
  return { resourceMetadata, scope: header.match(/\bscope="([^"]+)"/)?.[1] };
}

/** Parameters of `initialize` as the clients of 2025 send them. */
export function initializeParams(name: string): object {
  return { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name, version: '1' } };
}

async function serverMetadata(
  issuer: string,
  forms: readonly ServerMetadataForm[],
  dialogue: Dialogue,
): Promise<ServerMetadata> {
  for (const form of forms) {
    const response = await dialogue.send(serverMetadataUrl(issuer, form));
    if (response.status === 200) return ServerMetadata.parse(await response.json());
  }
  throw new Error(`the client gives up: no metadata of ${issuer}`);
}

function serverMetadataUrl(issuer: string, form: ServerMetadataForm): string {
  const { origin, pathname } = new URL(issuer);
  switch (form) {
    case 'oauth-inserted':
      return `${origin}/.well-known/oauth-authorization-server${pathname}`;
    case 'oidc-inserted':
      return `${origin}/.well-known/openid-configuration${pathname}`;
    case 'oidc-appended':
      return `${issuer}/.well-known/openid-configuration`;
    case 'oauth-appended':
      return `${issuer}/.well-known/oauth-authorization-server`;
  }
}

function wellKnownResource(endpoint: string, form: 'path' | 'root'): string {
  const { origin, pathname } = new URL(endpoint);
  return `${origin}/.well-known/oauth-protected-resource${form === 'path' ? pathname : ''}`;
}
