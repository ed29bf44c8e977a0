import type { PolicyFile } from './policy-file.ts';
import { type CedarRequest, callRequests, type PolicyQuestion, toolRequest } from './policy-request.ts';

/** What is used of Cedar. Handed in, because each side finds it in another place. */
export interface Cedar {
  preparseSchema(name: string, schema: unknown): { readonly type: string };
  preparsePolicySet(id: string, policies: unknown): { readonly type: string };
  statefulIsAuthorized(call: unknown): Answer<{
    readonly decision: string;
    readonly diagnostics: { readonly reason: readonly string[]; readonly errors: readonly { policyId: string }[] };
  }>;
  isAuthorizedPartial(call: unknown): Answer<{ readonly decision: string | null; readonly errored: readonly string[] }>;
}

type Answer<Response> = { readonly type: 'failure' } | { readonly type: string; readonly response: Response };

/** What the policies say about one call. */
export interface PolicyDecision {
  readonly allowed: boolean;
  /** Ids of the policies that decided, in order; none when no policy permits the call. */
  readonly policies: readonly string[];
  /** Whether something could not be evaluated, which is never a yes. */
  readonly failed: boolean;
}

/** The policies of one gateway, parsed. Keeps nothing of any caller (D2). */
export interface PolicyEngine {
  /** Decides one call on its validated arguments: a policy permits it, and none forbids it (C1, C2). Never throws. */
  decide(question: PolicyQuestion, input: unknown): PolicyDecision;
  /** Whether some arguments could be allowed, as far as can be said without them (C3). Never throws. */
  mayEverCall(question: PolicyQuestion): boolean;
}

/** Cedar keeps what it parsed under a name; engines of one process must not share it. */
let engines = 0;

const FAILED: PolicyDecision = { allowed: false, policies: [], failed: true };

/**
 * Parses the policies once.
 *
 * @throws Error when Cedar does not take them; synth checked them.
 */
export function policyEngine(cedar: Cedar, { schema, policies }: PolicyFile): PolicyEngine {
  const name = `engine-${++engines}`;
  const staticPolicies = { ...policies };
  const parsed = [cedar.preparseSchema(name, schema), cedar.preparsePolicySet(name, { staticPolicies })];
  if (parsed.some(({ type }) => type !== 'success')) throw new Error('the policies or their schema cannot be parsed');
  return {
    decide: (question, input) => orElse(FAILED, () => callRequests(question, input).map(decideOne).reduce(both)),
    mayEverCall: (question) => orElse(false, () => mayBeAllowed(toolRequest(question))),
  };

  function decideOne(request: CedarRequest): PolicyDecision {
    const kept = { preparsedSchemaName: name, preparsedPolicySetId: name };
    const answer = cedar.statefulIsAuthorized({ ...request, ...kept, validateRequest: true });
    if (!('response' in answer)) return FAILED;
    const { decision, diagnostics } = answer.response;
    // Cedar leaves out a policy it cannot evaluate, also one that forbids.
    const failed = diagnostics.errors.length > 0;
    const named = [...diagnostics.reason, ...diagnostics.errors.map(({ policyId }) => policyId)];
    return { allowed: decision === 'allow' && !failed, policies: sorted(named), failed };
  }

  /** No schema here: with one, Cedar takes no unknown arguments. Only a plain no hides a tool; "it depends" does not. */
  function mayBeAllowed(request: CedarRequest): boolean {
    const answer = cedar.isAuthorizedPartial({ ...request, policies: { staticPolicies }, validateRequest: false });
    return 'response' in answer && answer.response.errored.length === 0 && answer.response.decision !== 'deny';
  }
}

function both(one: PolicyDecision, other: PolicyDecision): PolicyDecision {
  if (one.allowed !== other.allowed) return one.allowed ? other : one;
  return { ...one, policies: sorted([...one.policies, ...other.policies]), failed: one.failed || other.failed };
}

function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].toSorted();
}

/** Cedar throws on texts it cannot read. Whatever happens, the answer is no. */
function orElse<Value>(no: Value, decide: () => Value): Value {
  try {
    return decide();
  } catch {
    return no;
  }
}
