import { readBounded } from './read-bounded.ts';

/** Metadata of large issuers have about 10 KB. */
const MAX_ANSWER_BYTES = 65_536;

/** How oauth4webapi asks. */
interface Question {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
  readonly signal?: AbortSignal;
}

/** A fetch for oauth4webapi: bounded in size, and it follows no redirect, because what it sends is secret. */
export function boundedFetch(fetch: typeof globalThis.fetch): (url: string, question: Question) => Promise<Response> {
  return async (url, { method, headers, body, signal }) => {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      ...(body && { body: body.toString() }),
      ...(signal && { signal }),
    });
    const { status, headers: answered } = response;
    return new Response(await readBounded(response, MAX_ANSWER_BYTES), { status, headers: answered });
  };
}
