import type { ListToolsResult, Tool } from '@modelcontextprotocol/server';
import type { ContractDocument } from '../../shared/contract-document.ts';
import { withoutMarks } from '../../shared/sensitive.ts';
import { mayCall } from './authorize-call.ts';
import type { Contracts } from './load-contracts.ts';

/** The tools this caller's scopes open, in the order of their names, and nothing else (C3, A9). */
export function listTools({ tools }: Contracts, scopes: readonly string[]): ListToolsResult {
  return { tools: tools.filter((tool) => mayCall(tool, scopes)).map(asTool) };
}

/** What the model sees of a contract; the scope and the marks stay here (E8). */
function asTool({ name, title, description, effect, openWorld, inputSchema, outputSchema }: ContractDocument): Tool {
  return {
    name,
    title,
    description,
    inputSchema: { ...withoutMarks(inputSchema), type: 'object' },
    outputSchema: { ...withoutMarks(outputSchema), type: 'object' },
    annotations: {
      title,
      readOnlyHint: effect === 'read',
      destructiveHint: effect === 'destructive',
      openWorldHint: openWorld,
    },
  };
}
