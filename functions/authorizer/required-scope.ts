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
 * again. An unknown tool needs no scope here, nor does one that is switched off or could stay hidden for want of its
 * scope, because only the gateway may say that a tool is unknown (C3).
 */
export function namedTool(
  event: APIGatewayRequestAuthorizerEvent,
  { listing, tools }: ContractFile,
  disabledTools: readonly string[],
): ContractDocument | undefined {
  if (listing === 'callable' || onlyValue(event, McpHeader.method) !== TOOLS_CALL) return undefined;
  const name = onlyValue(event, McpHeader.name);
  return tools.find((tool) => tool.name === name && !disabledTools.includes(tool.name));
}

/**
 * Every scope the challenge names: those a first sign-in asks for, those the token has and the one the call needs (B3).
 *
 * Clients ask for exactly what is named, so whatever is left out would be lost. A scope no tool has any more is left out:
 * the issuer would refuse the whole request for it.
 */
export function challengeScopes(
  { baselineScopes, tools }: ContractFile,
  tool: ContractDocument | undefined,
  held: readonly string[],
): readonly string[] {
  const kept = held.filter((scope) => tools.some((known) => known.scope === scope));
  return [...new Set([...baselineScopes, ...kept, ...(tool ? [tool.scope] : [])])].toSorted();
}

function onlyValue(event: APIGatewayRequestAuthorizerEvent, name: string): string | undefined {
  const [value, ...more] = headerValues(event, name);
  if (value === undefined || more.length > 0) return undefined;
  const encoded = ENCODED.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}
