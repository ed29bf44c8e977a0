import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { ContractDocument, ContractFile } from '../../shared/contract-document.ts';
import { McpHeader, TOOLS_CALL } from '../../shared/protocol.ts';
import { headerValues } from './header-values.ts';

/** How clients write header values that HTTP could not carry (MCP 2026-07-28, transports). */
const ENCODED = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;

/**
 * The tool a request says it calls, where the headers say so and the contracts know it.
 *
 * Older clients send no such headers, and headers can lie: the gateway compares them with the body and checks the scope
 * again. An unknown tool needs no scope here, and no tool does where those without scope stay hidden, because only the
 * gateway may say that a tool is unknown (C3).
 */
export function namedTool(
  event: APIGatewayRequestAuthorizerEvent,
  { listing, tools }: ContractFile,
): ContractDocument | undefined {
  if (listing === 'callable' || onlyValue(event, McpHeader.method) !== TOOLS_CALL) return undefined;
  const name = onlyValue(event, McpHeader.name);
  return tools.find((tool) => tool.name === name);
}

/** Every scope the challenge names: those a first sign-in asks for and the one the call needs (B3). */
export function challengeScopes(
  { baselineScopes }: ContractFile,
  tool: ContractDocument | undefined,
): readonly string[] {
  return [...new Set([...baselineScopes, ...(tool ? [tool.scope] : [])])];
}

function onlyValue(event: APIGatewayRequestAuthorizerEvent, name: string): string | undefined {
  const [value, ...more] = headerValues(event, name);
  if (value === undefined || more.length > 0) return undefined;
  const encoded = ENCODED.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}
