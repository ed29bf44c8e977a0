import { CallError } from '../../shared/call-failure.ts';
import { McpHeader } from '../../shared/protocol.ts';
import type { Message } from './read-message.ts';

/** Which field of a request's params the `Mcp-Name` header repeats (spec: transports, 2026-07-28). */
const NAME_FIELDS: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

const ENCODED = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;

/**
 * Proves that the headers the authorizer decided on say what the body says (A4).
 *
 * Older clients send no such headers; where one is there, it must be true, whatever the protocol version. No contract
 * maps an argument to a header, so an `Mcp-Param-*` header has nothing it could equal.
 *
 * @throws CallError with `header_mismatch`.
 */
export function checkHeadersMatchBody(headers: Headers, { method, params }: Message): void {
  const field = NAME_FIELDS[method];
  checkHeader(headers, McpHeader.method, method);
  checkHeader(headers, McpHeader.name, field === undefined ? undefined : params?.[field]);
  for (const name of headers.keys()) if (name.startsWith('mcp-param-')) throw mismatch('Mcp-Param');
}

function checkHeader(headers: Headers, name: string, expected: unknown): void {
  const value = headers.get(name);
  if (value !== null && decode(value) !== expected) throw mismatch(name);
}

function decode(value: string): string {
  const encoded = ENCODED.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}

function mismatch(header: string): CallError {
  return new CallError({ reason: 'header_mismatch', header });
}
