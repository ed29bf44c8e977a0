import * as z from 'zod';

const Values = z
  .record(
    z.string(),
    z
      .array(z.string())
      .nullish()
      .transform((list) => list ?? []),
  )
  .nullish()
  .transform((values) => values ?? {});

/** The fields of an API Gateway REST proxy event that these functions read. All others are dropped here. */
const ProxyEvent = z.object({
  httpMethod: z.string(),
  /** The path below the stage as the template has it, whatever a custom domain puts before it. */
  resource: z.string(),
  /** All values of every header and parameter: the single-valued twins keep only the last. */
  multiValueHeaders: Values,
  multiValueQueryStringParameters: Values,
  body: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({ requestId: z.string() }),
});

/** One request to a function that serves pages. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  /** Cookies as name and value, in the order they came. */
  readonly cookies: readonly (readonly [name: string, value: string])[];
  /** Query parameters, a repeated one as often as it came. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** API Gateway's id of the request: the one thing that joins an answer and the log. */
  readonly requestId: string;
}

/**
 * Reads an event of API Gateway.
 *
 * @throws ZodError for anything else, and TypeError for a header no HTTP message can have.
 */
export function readRequest(event: unknown): WebRequest {
  const read = ProxyEvent.parse(event);
  const headers = new Headers(pairsOf(read.multiValueHeaders));
  return {
    method: read.httpMethod,
    path: read.resource,
    headers,
    cookies: cookiesOf(read.multiValueHeaders),
    query: pairsOf(read.multiValueQueryStringParameters),
    body: Buffer.from(read.body, read.isBase64Encoded ? 'base64' : 'utf8'),
    requestId: read.requestContext.requestId,
  };
}

function pairsOf(values: z.output<typeof Values>): [name: string, value: string][] {
  return Object.entries(values).flatMap(([name, list]) => list.map((value): [string, string] => [name, value]));
}

/** Cookies of all Cookie headers: `Headers` would join two of them with a comma, which is part of a value. */
function cookiesOf(headers: z.output<typeof Values>): WebRequest['cookies'] {
  return pairsOf(headers)
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, line]) => line.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.includes('='))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
}
