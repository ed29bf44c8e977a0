import { DELEGATION_KEYS_PATH } from '../../shared/downstream.ts';
import { ANSWER_HEADERS, type WebAnswer } from '../web/web-answer.ts';
import { readRequest } from '../web/web-request.ts';
import type { DelegationParts } from './delegation-parts.ts';
import { publicKey, type ServedKey } from './public-key.ts';

/** Issuers may keep the key set for five minutes: a new key is known by then. */
const KEPT = 'public, max-age=300';

/** Serves the gateway's public key, for issuers that take its assertions. It is public: nobody is asked who they are. */
export type ServeKeys = (event: unknown) => Promise<WebAnswer>;

/** KMS is asked until it has answered once: a key of KMS never changes under its ARN. Never throws. */
export function keyServer(parts: DelegationParts): ServeKeys {
  let known: ServedKey | undefined;
  return async (event) => {
    if (!isForKeys(event)) return answer(404, { error: 'not_found' });
    try {
      known ??= await publicKey(parts);
      return answer(200, { keys: [known] }, { 'Cache-Control': KEPT });
    } catch (error) {
      const cause = error instanceof Error ? error.name : typeof error;
      parts.log(JSON.stringify({ level: 'error', gate: 'delegation', message: 'the key cannot be read', cause }));
      return answer(503, { error: 'unavailable' });
    }
  };
}

function isForKeys(event: unknown): boolean {
  try {
    const { method, path } = readRequest(event);
    return method === 'GET' && path === DELEGATION_KEYS_PATH;
  } catch {
    return false;
  }
}

function answer(statusCode: number, body: object, headers: Readonly<Record<string, string>> = {}): WebAnswer {
  return {
    statusCode,
    headers: { ...ANSWER_HEADERS, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
