import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import { ApiRefusal } from './api-failure.ts';
import { outgoingHeaders } from './remapped-headers.ts';
import type { ApiResponse } from './send-response.ts';
import { unsendableHeader } from './unsendable-header.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const Head = {
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), Scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(Scalar)).nullish(),
};

/** What a buffered function must return; a key too many makes it malformed, as on AWS. */
const ProxyResponse = z.strictObject({
  ...Head,
  body: Scalar.nullish(),
  isBase64Encoded: z.boolean().optional(),
});

/** What stands before the eight NUL bytes of a streamed response. */
const Prelude = z.strictObject({ ...Head, cookies: z.array(z.string()).optional() });

/**
 * Reads a buffered proxy response. Without binary media types, `isBase64Encoded` changes nothing, as on AWS.
 *
 * @throws ApiRefusal `integration_malformed`.
 */
export function readProxyResponse(payload: Buffer): ApiResponse {
  const parsed = ProxyResponse.safeParse(parseJson(payload));
  if (!parsed.success) throw malformed(`the function's response is no proxy response: ${firstIssue(parsed.error)}`);
  return { status: parsed.data.statusCode, headers: headersOf(parsed.data), body: Buffer.from(parsed.data.body ?? '') };
}

/**
 * Reads the prelude of a streamed response.
 *
 * @throws ApiRefusal `integration_malformed`.
 */
export function readPrelude(text: Buffer): Pick<ApiResponse, 'status' | 'headers'> {
  const parsed = Prelude.safeParse(parseJson(text));
  if (!parsed.success) throw malformed(`the stream's prelude is not one: ${firstIssue(parsed.error)}`);
  const cookies = (parsed.data.cookies ?? []).map((cookie) => ['Set-Cookie', cookie] as const);
  return { status: parsed.data.statusCode, headers: [...headersOf(parsed.data), ...cookies] };
}

export function malformed(reason: string): ApiRefusal {
  return new ApiRefusal({ kind: 'integration_malformed', reason });
}

/** `multiValueHeaders` win over a header of the same name. JSON is the type of what names none. */
function headersOf({
  headers,
  multiValueHeaders,
}: Pick<z.output<typeof ProxyResponse>, 'headers' | 'multiValueHeaders'>): ApiResponse['headers'] {
  const multiple = Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  const taken = new Set(multiple.map(([name]) => name.toLowerCase()));
  const single = Object.entries(headers ?? {}).filter(([name]) => !taken.has(name.toLowerCase()));
  const all = outgoingHeaders([...single, ...multiple]);
  const unsendable = unsendableHeader(all);
  if (unsendable !== undefined) throw malformed(unsendable);
  return [['Content-Type', 'application/json'], ...all];
}

function parseJson(text: Buffer): Json | undefined {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'all of it'}: ${issue?.message}`;
}
