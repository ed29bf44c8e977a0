/** Headers of MCP 2026-07-28, lower case as API Gateway and Node deliver them. */
export const McpHeader = {
  method: 'mcp-method',
  name: 'mcp-name',
  protocolVersion: 'mcp-protocol-version',
} as const;

/** JSON-RPC method of a tool call. */
export const TOOLS_CALL = 'tools/call';

/** JSON-RPC and MCP error codes (spec: basic/index, 2026-07-28). */
export const RpcError = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  headerMismatch: -32020,
} as const;
