import type { AuthorizationRequest, DecidingStatement, Decision, PolicyLayer } from './decision.ts';

type Denial = Extract<Decision, { allowed: false }>;

/**
 * Says in AWS's words who may not do what and why, and below it which statement decided or came nearest.
 *
 * Wording: IAM user guide, "Troubleshoot access denied error messages".
 */
export function explainDenial(request: AuthorizationRequest, decision: Denial): string {
  const { principal, action, resource } = request;
  const asked = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return [`${asked} ${reason(request, decision)}`, ...detail(decision)].join('\n');
}

function reason({ action }: AuthorizationRequest, { why, layer }: Denial): string {
  const policy = policyName(layer, action);
  switch (why) {
    case 'explicit_deny':
      return `with an explicit deny in ${/^[aeiou]/.test(policy) ? 'an' : 'a'} ${policy}`;
    case 'implicit_deny':
      return `because no ${policy} allows the ${action} action`;
  }
}

function policyName(layer: PolicyLayer, action: string): string {
  switch (layer) {
    case 'identity':
      return 'identity-based policy';
    case 'boundary':
      return 'permissions boundary';
    case 'session':
      return 'session policy';
    case 'resource':
      return action.startsWith('sts:') ? 'role trust policy' : 'resource-based policy';
  }
}

function detail({ why, by }: Denial): readonly string[] {
  if (!by) return ['  no statement there allows this action'];
  const place = `${by.policy}, ${by.statement}`;
  return why === 'explicit_deny' ? [`  denied by: ${place}`] : [`  nearest: ${place}`, `  but ${shortfall(by)}`];
}

function shortfall({ missed, condition }: DecidingStatement): string {
  if (missed === undefined) return 'it did not apply';
  switch (missed) {
    case 'condition':
      return `its condition failed: ${condition}`;
    case 'principal':
      return 'it is for another principal';
    case 'resource':
      return 'it is for another resource';
  }
}
