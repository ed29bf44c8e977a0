import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, type PolicyCase, policyJson, type RawStatement, requestOf, SESSION } from './policy-case.ts';

/**
 * What an independent evaluator decides (AGPL: tests may ask it, nothing that ships may).
 *
 * @throws Error when it refuses the question or leaves out a condition key: then it answers another question.
 */
export async function simulate(asked: PolicyCase): Promise<boolean> {
  const { action, resource, context } = requestOf(asked);
  const { identity = [], boundary, session } = asked;
  const resourcePolicy = asked.resourcePolicy ?? asked.trust;
  const answer = await runSimulation(
    {
      request: {
        principal: SESSION,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: policies('role policy', identity),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary && { permissionBoundaryPolicies: policies('boundary', boundary) }),
      ...(session && { sessionPolicy: policyJson(session) }),
      ...(resourcePolicy && { resourcePolicy: policyJson(resourcePolicy) }),
    },
    {},
  );
  if (answer.resultType !== 'single') throw new Error(`iam-simulate refused: ${JSON.stringify(answer)}`);
  const ignored = answer.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`iam-simulate ignored ${ignored.join(', ')}`);
  return answer.overallResult === 'Allowed';
}

function policies(name: string, statements: readonly RawStatement[]) {
  return statements.length > 0 ? [{ name, policy: policyJson(statements) }] : [];
}
