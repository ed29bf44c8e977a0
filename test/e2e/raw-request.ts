/** The answer to one HTTP request, read whole. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON-RPC message, from a JSON body or the last event of a stream. */
  readonly message: RpcMessage;
}

export interface RpcMessage {
  readonly id?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
  readonly result?: {
    readonly isError?: boolean;
    readonly structuredContent?: Readonly<Record<string, unknown>>;
    readonly content?: readonly { readonly text?: string }[];
    readonly tools?: readonly { readonly name: string }[];
    readonly _meta?: Readonly<Record<string, unknown>>;
  };
}

export const VERSION = '2026-07-28';

/** A `tools/call` of MCP 2026-07-28 as it goes over the wire. */
export function callBody(name: string, input: unknown, id: string | number = 1): Record<string, unknown> {
  return rpcBody('tools/call', { name, arguments: input }, id);
}

export function rpcBody(method: string, params: object = {}, id: string | number = 1): Record<string, unknown> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': VERSION,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  };
  return { jsonrpc: '2.0', id, method, params: { ...params, _meta } };
}

/** Headers that go with a body of `rpcBody`. */
export function headersFor(token: string | undefined, method: string, name?: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': VERSION,
    'mcp-method': method,
    ...(name !== undefined && { 'mcp-name': name }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
}

/** Calls a tool without any client library in between. */
export function rawCall(endpoint: string, token: string | undefined, name: string, input: unknown): Promise<RawAnswer> {
  const body = JSON.stringify(callBody(name, input));
  return send(endpoint, { method: 'POST', headers: headersFor(token, 'tools/call', name), body });
}

export async function send(endpoint: string, request: RequestInit): Promise<RawAnswer> {
  const response = await fetch(endpoint, request);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, message: messageOf(text) };
}

function messageOf(text: string): RpcMessage {
  const events = text.split('\n').filter((line) => line.startsWith('data: '));
  const json = events.at(-1)?.slice('data: '.length) ?? text;
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
