import { ToolError } from '../runtime/index.ts';

/** How long a service outside may take, in milliseconds. */
const PATIENCE_MS = 3000;
/** What a service outside may answer, in bytes. */
const MAX_BYTES = 65_536;

/** What a service answered. Nothing in it is checked yet. */
export interface ServiceAnswer {
  readonly status: number;
  /** Undefined where the answer is no JSON. */
  readonly body: unknown;
}

/**
 * Asks a service outside for JSON: bounded in time and size, and followed to no other address, where the headers would go
 * along.
 *
 * @throws ToolError when the service does not answer as a service should; its own words are not repeated (A10).
 */
export async function askService(
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<ServiceAnswer> {
  requireSafe(url);
  const request = new Request(url, { headers: { accept: 'application/json', ...headers }, redirect: 'error' });
  try {
    const response = await fetch(request, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) });
    return { status: response.status, body: readJson(await readBody(response)) };
  } catch (cause) {
    throw noAnswer(cause);
  }
}

/** For any answer a service should not give. */
export function noAnswer(cause?: unknown): ToolError {
  return new ToolError('The service that knows this does not answer properly at the moment. Try again later.', {
    cause,
  });
}

/** Headers hold keys: they travel encrypted, or stay on this machine. */
function requireSafe({ protocol, hostname }: URL): void {
  if (protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')) return;
  throw new Error('a service outside is asked over https');
}

async function readBody({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`the service answered more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
