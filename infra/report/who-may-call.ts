import type { ContractDocument } from '../../shared/contract-document.ts';
import { POLICY_NAMESPACE } from '../../shared/policy-file.ts';
import { type CedarRequest, type PolicyQuestion, toolRequest } from '../../shared/policy-request.ts';
import type { Cedar } from '../policy/load-cedar.ts';
import type { ParsedPolicy } from './parse-policies.ts';
import type { ReportAccess, Verdict } from './report-document.ts';

type Row = ReportAccess['rows'][number];
type Sort = Pick<Row, 'kind' | 'group'>;
type Answer = Pick<Row, 'verdict' | 'because'>;

/** What decides about calls of one gateway. */
export interface Deciders {
  /** Absent: scopes alone decide. */
  readonly policies: readonly ParsedPolicy[] | undefined;
  /** Loaded only where policies are. */
  readonly cedar: () => Cedar;
  readonly groups: readonly string[];
  readonly scopePrefix: string;
}

const UNKNOWN_CLIENT = { __extn: { fn: 'unknown', arg: 'client' } };

/** Asks the policies about every sort of caller, before any argument and client is known. */
export function whoMayCall(tool: ContractDocument, { policies, cedar, groups, scopePrefix }: Deciders): ReportAccess {
  const sorts = (['person', 'machine'] as const).flatMap((kind): Sort[] => [
    { kind },
    ...groups.map((group) => ({ kind, group })),
  ]);
  const say = policies ? policiesWithASay(tool, policies, cedar()) : [];
  const decide = (sort: Sort) => {
    if (sort.kind === 'machine' && tool.callers === 'people') return never('the contract lets in people only');
    return policies
      ? decideByPolicies(sort, tool, policies, say, cedar())
      : always('no policies: the scope alone decides');
  };
  return {
    scope: `${scopePrefix}${tool.scope}`,
    callers: tool.callers,
    rows: sorts.map((sort) => ({ ...sort, ...decide(sort) })),
    policies: say.map(({ id }) => id).toSorted(),
  };
}

/**
 * A policy about one caller by name may turn the answer for them alone, so it turns "always" and "never" into "it depends".
 *
 * @param say - the policies that may have a say on the tool.
 */
function decideByPolicies(
  { kind, group }: Sort,
  tool: ContractDocument,
  policies: readonly ParsedPolicy[],
  say: readonly ParsedPolicy[],
  cedar: Cedar,
): Answer {
  const caller = { id: strangerTo(policies), kind, clientId: '', groups: group === undefined ? [] : [group] };
  const principal = { type: `${POLICY_NAMESPACE}::Caller`, id: caller.id };
  const answer = askPartly(cedar, policies, { ...requestFor(tool, caller), principal });
  if (!answer || answer.errored.length > 0) return never('a policy cannot be evaluated, which is never a yes');
  const verdict = verdictOf(answer.decision);
  const personal = say.filter(({ callers, effect }) => callers.length > 0 && effect === TURNS[verdict]);
  if (personal.length > 0) return depends(`single callers are named by ${list(personal.map(({ id }) => id))}`);
  const deciding = list(answer.mayBeDetermining.toSorted());
  switch (verdict) {
    case 'always':
      return always(deciding);
    case 'depends':
      return depends(`on arguments or the client: ${deciding}`);
    case 'never':
      return never(deciding || 'no policy permits it');
  }
}

/** Which effect of a policy could turn a verdict. */
const TURNS: { readonly [verdict in Verdict]: 'permit' | 'forbid' | undefined } = {
  always: 'forbid',
  depends: undefined,
  never: 'permit',
};

/** With the caller unknown too, what is left are the policies whose scope and conditions do not rule the tool out. */
function policiesWithASay(
  tool: ContractDocument,
  policies: readonly ParsedPolicy[],
  cedar: Cedar,
): readonly ParsedPolicy[] {
  const anybody: PolicyQuestion['caller'] = { id: 'anybody', kind: 'person', clientId: '', groups: [] };
  const answer = askPartly(cedar, policies, { ...requestFor(tool, anybody), principal: null });
  if (!answer) return policies;
  const left = [...answer.nontrivialResiduals, ...answer.satisfied, ...answer.errored];
  return policies.filter(({ id }) => left.includes(id));
}

/** An id that no policy names. */
function strangerTo(policies: readonly ParsedPolicy[]): string {
  const named = policies.flatMap(({ callers }) => callers);
  let id = 'somebody';
  while (named.includes(id)) id += '-else';
  return id;
}

function requestFor(tool: ContractDocument, caller: PolicyQuestion['caller']) {
  const request = toolRequest({ caller, tool });
  return { ...request, context: { ...request.context, client: UNKNOWN_CLIENT } };
}

/** Undefined when Cedar cannot say: it throws on texts it cannot read. */
function askPartly(
  cedar: Cedar,
  policies: readonly ParsedPolicy[],
  request: Omit<CedarRequest, 'principal'> & { readonly principal: CedarRequest['principal'] | null },
) {
  const { principal, action, resource, context, entities } = request;
  try {
    const answer = cedar.isAuthorizedPartial({
      principal,
      action,
      resource,
      context: JSON.parse(JSON.stringify(context)),
      entities: JSON.parse(JSON.stringify(entities)),
      policies: { staticPolicies: Object.fromEntries(policies.map(({ id, text }) => [id, text])) },
      validateRequest: false,
    });
    return answer.type === 'residuals' ? answer.response : undefined;
  } catch {
    return undefined;
  }
}

function verdictOf(decision: 'allow' | 'deny' | null): Verdict {
  if (decision === null) return 'depends';
  return decision === 'allow' ? 'always' : 'never';
}

function always(because: string): Answer {
  return { verdict: 'always', because };
}

function never(because: string): Answer {
  return { verdict: 'never', because };
}

function depends(because: string): Answer {
  return { verdict: 'depends', because };
}

function list(ids: readonly string[]): string {
  return ids.join(', ');
}
