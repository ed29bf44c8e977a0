/** What a function that serves pages hands back to API Gateway. */
export interface WebAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` is the one header an answer may need twice. */
  readonly multiValueHeaders?: { readonly 'Set-Cookie': readonly string[] };
  readonly body: string;
}

/** Headers of every answer: none may be stored or guessed at, and the next page learns no address with a code in it. */
export const ANSWER_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
} as const;

/** Sends the browser on with GET, whatever it came with (RFC 9700 §4.12). */
export function redirect(location: string): WebAnswer {
  return { statusCode: 303, headers: { ...ANSWER_HEADERS, Location: location }, body: '' };
}

/** An answer for a program. */
export function json(statusCode: number, body: object, headers: Readonly<Record<string, string>> = {}): WebAnswer {
  return {
    statusCode,
    headers: { ...ANSWER_HEADERS, Pragma: 'no-cache', 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** The same answer with one more cookie set or cleared. */
export function withCookie(answer: WebAnswer, cookie: string): WebAnswer {
  const cookies = answer.multiValueHeaders?.['Set-Cookie'] ?? [];
  return { ...answer, multiValueHeaders: { 'Set-Cookie': [...cookies, cookie] } };
}
