import { McpTool } from '../tool/mcp-tool.ts';

/**
 * Makes sure that a caller grant goes to a tool.
 *
 * @throws Error for any other grantee: its sessions carry no caller, so the conditions would never match.
 */
export function requireTool(grantee: unknown, what: string): asserts grantee is McpTool {
  if (grantee instanceof McpTool) return;
  const got = grantee instanceof Object ? grantee.constructor.name : String(grantee);
  throw new Error(`${what} goes to a tool, as addTool() returns it, got ${got}`);
}
