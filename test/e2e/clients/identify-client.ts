import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import type { ClientScript } from './client-script.ts';
import { type Dialogue, demand } from './dialogue.ts';
import type { ServerMetadata } from './find-server.ts';

const Registered = z.looseObject({ client_id: z.string().min(1), redirect_uris: z.array(z.string()) });

/** How the client comes to its id: configured, by its own document, or by registration. */
export async function identifyClient(
  { registration, redirectUri }: ClientScript,
  server: ServerMetadata,
  templateClient: string,
  dialogue: Dialogue,
): Promise<string> {
  switch (registration.kind) {
    case 'template':
      return templateClient;
    case 'document':
      demand(server.client_id_metadata_document_supported, 'the server does not read client ID metadata documents');
      demand(server.token_endpoint_auth_methods_supported.includes('none'), 'the server does not take public clients');
      return serveDocument(registration.path, registration.metadata);
    case 'registered':
      return register(server, registration.metadata, redirectUri, dialogue);
  }
}

async function register(
  server: ServerMetadata,
  metadata: Readonly<Record<string, unknown>>,
  redirectUri: string,
  dialogue: Dialogue,
): Promise<string> {
  demand(server.registration_endpoint !== undefined, 'the server does not register clients');
  const response = await dialogue.send(server.registration_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(metadata),
  });
  const text = await response.text();
  demand(response.status === 201, `registration is answered ${response.status}: ${text}`);
  const { client_id, redirect_uris } = Registered.parse(JSON.parse(text));
  demand(redirect_uris.includes(redirectUri), `${redirectUri} is not among what was registered: ${redirect_uris}`);
  return client_id;
}

/**
 * Serves a client ID metadata document on loopback until the test ends.
 *
 * @returns its URL, which is the client id.
 */
export async function serveDocument(path: string, metadata: Readonly<Record<string, unknown>>): Promise<string> {
  let clientId = '';
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ client_id: clientId, ...metadata }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  clientId = `http://127.0.0.1:${address.port}${path}`;
  return clientId;
}
