import { splitArn } from './arn-pattern.ts';
import type { ApplicablePolicies, AuthorizationRequest, DecidingStatement, Decision } from './decision.ts';
import { judgeLayer, type LayerVerdict } from './judge-layer.ts';
import type { PrincipalPattern } from './principal-pattern.ts';
import { readContext } from './request-context.ts';
import { UnknownInPolicy } from './unknown-in-policy.ts';

/** The layers that apply, judged. An absent one does not take part. */
interface Verdicts {
  readonly identity: LayerVerdict;
  readonly resource: LayerVerdict | undefined;
  /** Boundary and session policy: they allow nothing by themselves, but what they are silent on is denied. */
  readonly limits: readonly LayerVerdict[];
}

const OPERATOR: DecidingStatement = { layer: 'identity', policy: 'local mode', statement: 'the operator may do all' };
const NO_RESOURCE_POLICY: LayerVerdict = { layer: 'resource', denied: undefined, allowed: [], nearest: undefined };

/**
 * Decides a request as AWS does ("Policy evaluation logic"): an explicit deny of any layer wins, then somebody must allow.
 *
 * Stricter than AWS in one place: where the resource's policy `must-allow`, the caller's own policies must allow as well,
 * although AWS is content with a trust or key policy that names the caller's role.
 *
 * @throws UnknownInPolicy where AWS's answer is not documented; nothing is allowed then.
 */
export function authorize(request: AuthorizationRequest, policies: ApplicablePolicies): Decision {
  if (request.principal.kind === 'operator') return { allowed: true, by: OPERATOR };
  const verdicts = judge(request, policies);
  if (request.principal.kind === 'service') return decideForService(verdicts.resource ?? NO_RESOURCE_POLICY);
  const denied = explicitDeny([verdicts.identity, ...verdicts.limits, verdicts.resource ?? NO_RESOURCE_POLICY]);
  if (denied) return denied;
  return resourceMustAllow(request, policies) ? decideByBoth(verdicts) : decideByEither(verdicts);
}

function judge(request: AuthorizationRequest, policies: ApplicablePolicies): Verdicts {
  const context = readContext(request.context);
  const { identity, boundary, session, resource } = policies;
  return {
    identity: judgeLayer('identity', identity, request, context),
    resource: resource && judgeLayer('resource', [resource], request, context),
    limits: [
      ...(boundary ? [judgeLayer('boundary', [boundary], request, context)] : []),
      ...(session ? [judgeLayer('session', session, request, context)] : []),
    ],
  };
}

/** A service of AWS has no policies of its own: the resource's policy decides. */
function decideForService(resource: LayerVerdict): Decision {
  return explicitDeny([resource]) ?? allAllow([resource]);
}

function decideByBoth({ identity, resource, limits }: Verdicts): Decision {
  return allAllow([resource ?? NO_RESOURCE_POLICY, identity, ...limits]);
}

/**
 * The resource's policy or the caller's own may allow.
 *
 * A session that is named by its ARN is bound by no limit; a role is bound by all. For `*` AWS's answer depends on how the
 * statement narrows it, so it must not decide against a limit.
 */
function decideByEither({ identity, resource, limits }: Verdicts): Decision {
  const session = grantTo('session', resource);
  if (session) return { allowed: true, by: session };
  const anyone = grantTo('anyone', resource);
  const direct = anyone ?? grantTo('role', resource);
  if (!direct) return allAllow([identity, ...limits]);
  const limited = allAllow(limits, direct);
  if (anyone && !limited.allowed) {
    throw new UnknownInPolicy(
      'Principal "*" against a boundary or session policy',
      `${anyone.policy}, ${anyone.statement}`,
    );
  }
  return limited;
}

function grantTo(kind: PrincipalPattern['kind'], resource: LayerVerdict | undefined): DecidingStatement | undefined {
  return resource?.allowed.find(({ principals }) => principals.some((principal) => principal.kind === kind))?.by;
}

function explicitDeny(verdicts: readonly LayerVerdict[]): Decision | undefined {
  const verdict = verdicts.find(({ denied }) => denied !== undefined);
  return verdict?.denied && { allowed: false, why: 'explicit_deny', layer: verdict.layer, by: verdict.denied };
}

/** The first silent layer denies. The statement that allowed is the given one, or the first layer's. */
function allAllow(verdicts: readonly LayerVerdict[], by = verdicts[0]?.allowed[0]?.by): Decision {
  const silent = verdicts.find(({ allowed }) => allowed.length === 0);
  if (!silent && by) return { allowed: true, by };
  const { layer, nearest } = silent ?? NO_RESOURCE_POLICY;
  return { allowed: false, why: 'implicit_deny', layer, ...(nearest && { by: nearest }) };
}

function resourceMustAllow(
  { principal, resource }: AuthorizationRequest,
  { resourceRule }: ApplicablePolicies,
): boolean {
  const account = splitArn(resource)?.at(4);
  return resourceRule === 'must-allow' || (account !== undefined && account !== '' && account !== principal.account);
}
