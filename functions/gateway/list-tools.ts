import type { ListToolsResult, Tool } from '@modelcontextprotocol/server';
import type { VerifiedRequest } from '../../shared/authorizer-context.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import { withoutMarks } from '../../shared/sensitive.ts';
import type { Policies } from '../policy/load-policies.ts';
import { mayCall } from './authorize-call.ts';
import { maySee } from './decide-by-policy.ts';
import type { Contracts } from './load-contracts.ts';

/**
 * The tools this caller may see, in the order of their names (C3, A9): all that are switched on and that a policy could
 * permit, or those of them its scopes open already.
 */
export function listTools(
  { listing, tools }: Contracts,
  policies: Policies | undefined,
  { caller, scopes, disabledTools }: VerifiedRequest,
): ListToolsResult {
  const shown = listing === 'callable' ? tools.filter((tool) => mayCall(tool, scopes)) : tools;
  const enabled = shown.filter(({ name }) => !disabledTools.includes(name));
  return { tools: enabled.filter((tool) => maySee(policies, caller, tool)).map(asTool) };
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
