import { runSimulation } from '@cloud-copilot/iam-simulate';
import { contextOf, rowPolicies } from './judge-row.ts';
import type { MatrixRow } from './matrix-row.ts';
import type { PolicyPaper, RawStatement } from './policy-paper.ts';

/** What an independent evaluator answers, or why the question cannot be put to it. */
export type SimulatedAnswer = MatrixRow['expected'] | { readonly refused: string };

/** Asks the independent evaluator the row's question (AGPL: tests may ask it, nothing that ships may). */
export async function simulateRow(
  row: MatrixRow,
  papers: readonly PolicyPaper[],
  account: string,
): Promise<SimulatedAnswer> {
  const { identity, boundary, session, resource, endpoint } = rowPolicies(row, papers);
  const context = contextOf(row);
  const owner = context['aws:ResourceAccount'];
  const accountId = typeof owner === 'string' ? owner : (accountOf(row.resource) ?? account);
  const answer = await runSimulation(
    {
      request: {
        principal: row.asker.principal.arn,
        action: row.action,
        resource: { resource: row.resource, accountId },
        contextVariables: mutable(context),
      },
      identityPolicies: identity.map((statements, index) => ({ name: `policy ${index}`, policy: policy(statements) })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary && { permissionBoundaryPolicies: [{ name: 'boundary', policy: policy(boundary) }] }),
      ...(session && { sessionPolicy: policy(session) }),
      ...(endpoint && { vpcEndpointPolicies: [{ name: 'endpoint', policy: policy(endpoint) }] }),
      ...(resource.length > 0 && { resourcePolicy: policy(resource.flat()) }),
    },
    {},
  );
  if (answer.resultType !== 'single')
    return { refused: answer.resultType === 'error' ? JSON.stringify(answer.errors) : answer.resultType };
  const ignored = answer.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) return { refused: `it ignores ${ignored.join(', ')} for ${row.action}` };
  return answer.overallResult === 'Allowed' ? 'allowed' : 'denied';
}

function mutable(context: MatrixRow['context']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
}

function policy(statements: readonly RawStatement[]) {
  return { Version: '2012-10-17', Statement: statements };
}

function accountOf(resource: string): string | undefined {
  return resource.split(':')[4] || undefined;
}
