import type { LookupAddress } from 'node:dns';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isLoopbackHttp } from '../http/loopback-http.ts';
import { OAuthError } from './oauth-failure.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/** From the first question to DNS to the last byte. A person is waiting. */
const FETCH_TIMEOUT_MS = 3000;
/** A document of twenty redirect addresses has about 2 KB; the draft advises a limit of 5 KB. */
const MAX_DOCUMENT_BYTES = 16_384;
const MAX_HEADER_BYTES = 8192;

const MEDIA_TYPE = /^application\/(json|[\w!#$&^.+-]+\+json)$/;

/** What documents are fetched with. */
export interface FetchParts {
  /** All addresses of a host, from DNS. */
  readonly lookup: (hostname: string) => Promise<readonly LookupAddress[]>;
  /** Opens one request by the URL's protocol. */
  readonly request: (url: URL, options: RequestOptions, answer: (response: IncomingMessage) => void) => ClientRequest;
  /** Whether documents may be read over http from this machine: only where the facade itself stands on it. */
  readonly loopbackAllowed: boolean;
  /** @default 3000 */
  readonly timeoutMs?: number;
}

export interface FetchedDocument {
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Reads a JSON document from the public internet.
 *
 * @throws OAuthError with `client_document_refused` or `client_document_unreachable`.
 */
export type FetchPublicDocument = (url: string) => Promise<FetchedDocument>;

/**
 * Makes the one way out to an address that a stranger chose (F9).
 *
 * https only; all addresses of the host must be public, and the connection goes to one of those that were checked, not to
 * what DNS says next. No redirect is followed, no proxy is asked, nothing is decompressed; time and size are bounded.
 */
export function publicDocumentFetcher(parts: FetchParts): FetchPublicDocument {
  return async (address) => {
    const url = new URL(address);
    const signal = AbortSignal.timeout(parts.timeoutMs ?? FETCH_TIMEOUT_MS);
    try {
      const vetted = await vetAddresses(url, parts, signal);
      const response = await open({ url, vetted, signal, parts });
      try {
        checkResponse(response);
        return { text: await readBounded(response), headers: response.headers };
      } finally {
        response.destroy();
      }
    } catch (cause) {
      if (cause instanceof OAuthError) throw cause;
      throw new OAuthError({ reason: 'client_document_unreachable' }, { cause });
    }
  };
}

/** One bad address among good ones refuses the host: the connection might take any of them. */
async function vetAddresses(
  url: URL,
  { lookup, loopbackAllowed }: FetchParts,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const isLocal = loopbackAllowed && isLoopbackHttp(url);
  if (url.protocol !== 'https:' && !isLocal) throw refused('documents are read over https');
  const addresses = await inTime(lookup(url.hostname.replace(/^\[|\]$/g, '')), signal);
  if (addresses.length === 0) throw new Error('the host has no address');
  if (!addresses.every(({ address }) => mayConnect(url, address))) throw refused('the host has public addresses only');
  return addresses;
}

function mayConnect({ protocol }: URL, address: string): boolean {
  return protocol === 'https:' ? isPublicAddress(address) : isLoopbackAddress(address);
}

interface Opening {
  readonly url: URL;
  readonly vetted: readonly LookupAddress[];
  readonly signal: AbortSignal;
  readonly parts: FetchParts;
}

function open({ url, vetted, signal, parts: { request } }: Opening): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: 'GET',
      // a fresh agent: no connection of before, no proxy of the environment
      agent: false,
      lookup: pinnedTo(vetted),
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'sallyport' },
      signal,
    };
    const outgoing = request(url, options, resolve);
    outgoing.once('error', reject);
    outgoing.once('socket', (socket) => {
      socket.once('connect', () => {
        if (!mayConnect(url, socket.remoteAddress ?? ''))
          outgoing.destroy(refused('the host has public addresses only'));
      });
    });
    outgoing.end();
  });
}

/** Answers the connection's question for the host with what was checked before. */
function pinnedTo(vetted: readonly LookupAddress[]): LookupFunction {
  return (_, options, callback) => {
    const [first] = vetted;
    if (options.all) callback(null, [...vetted]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function checkResponse({ statusCode = 0, headers }: IncomingMessage): void {
  if (statusCode >= 300 && statusCode < 400) throw refused('a document stands where its address says: no redirect');
  if (statusCode !== 200) throw new Error(`the document's host answered ${statusCode}`);
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!MEDIA_TYPE.test(mediaType)) throw refused('a document is sent as JSON');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw refused('a document is sent uncompressed');
}

async function readBounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES) throw refused(`a document has at most ${MAX_DOCUMENT_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refused('a document is UTF-8');
  }
}

function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, late]);
}

function refused(rule: string): OAuthError {
  return new OAuthError({ reason: 'client_document_refused', rule });
}
