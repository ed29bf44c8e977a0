import type { ApplicablePolicies, AuthorizationRequest, Decision, NamedPolicy, Principal } from '../iam/decision.ts';
import { authorize } from '../iam/evaluate.ts';
import { explainDenial } from '../iam/explain.ts';
import { AwsError } from './aws-refusal.ts';
import type { VerifiedRequest } from './aws-service.ts';
import { type ContextKeys, callerContext, clockContext } from './caller-context.ts';
import type { RolePolicies } from './role-policies.ts';
import { principalOf, type Session } from './session.ts';

/** What a service asks before it does anything. */
export interface AccessQuestion {
  /** For example `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  /** Keys only the service knows. */
  readonly context?: ContextKeys;
  /** The policy of the resource itself, and what it means beside the caller's own. */
  readonly resourcePolicy?: NamedPolicy | undefined;
  readonly resourceRule?: 'adds' | 'must-allow';
}

/** One decision, for the person who watches local mode. */
export interface DecisionReport {
  readonly time: Date;
  readonly requestId: string;
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly decision: Decision;
  /** Why not, with the deciding or nearest statement. Present exactly when the answer was no. */
  readonly explanation?: string;
}

/** The one place where requests meet policies. Services call it; nothing else decides. */
export interface AccessControl {
  /** @throws AwsError `access_denied` when the caller may not. */
  require(request: VerifiedRequest, question: AccessQuestion): void;
  allows(request: VerifiedRequest, question: AccessQuestion): boolean;
  /** Whether a service, for example `lambda.amazonaws.com`, may: only the resource's policy counts. */
  allowsService(service: string, question: AccessQuestion): boolean;
}

/** What the decisions rest on. */
export interface AccessControlParts {
  readonly account: string;
  readonly region: string;
  /** By role ARN. */
  readonly roles: ReadonlyMap<string, RolePolicies>;
  readonly now: () => Date;
  readonly onDecision: (report: DecisionReport) => void;
}

/** Evaluates the template's own policies for every question and reports each answer. */
export function accessControl({ account, region, roles, now, onDecision }: AccessControlParts): AccessControl {
  const decide = (requestId: string, asked: AuthorizationRequest, policies: ApplicablePolicies): boolean => {
    const decision = authorize(asked, policies);
    const { principal, action, resource } = asked;
    const report = { time: now(), requestId, principal, action, resource, decision };
    onDecision(decision.allowed ? report : { ...report, explanation: explainDenial(asked, decision) });
    return decision.allowed;
  };

  const allows = (request: VerifiedRequest, question: AccessQuestion): boolean => {
    const { session } = request;
    const context = { ...callerContext(request, region, now()), ...question.context };
    const { action, resource } = question;
    const asked = { principal: principalOf(session), action, resource, context };
    return decide(request.id, asked, { ...callerPolicies(session, roles), ...resourcePart(question) });
  };

  return {
    allows,
    require(request, question) {
      if (allows(request, question)) return;
      throw new AwsError({ reason: 'access_denied', detail: denialText(request.session, question) });
    },
    allowsService(service, question) {
      const { action, resource } = question;
      const context = { 'aws:PrincipalIsAWSService': 'true', ...clockContext(now()), ...question.context };
      const principal: Principal = { kind: 'service', arn: service, account };
      return decide('-', { principal, action, resource, context }, { identity: [], ...resourcePart(question) });
    },
  };
}

function callerPolicies(session: Session, roles: ReadonlyMap<string, RolePolicies>): ApplicablePolicies {
  const { identity = [], boundary } = roles.get(session.identityArn) ?? {};
  const { sessionPolicies } = session;
  return {
    identity,
    ...(boundary === undefined ? {} : { boundary }),
    ...(sessionPolicies === undefined ? {} : { session: sessionPolicies }),
  };
}

function resourcePart({ resourcePolicy, resourceRule }: AccessQuestion): Partial<ApplicablePolicies> {
  if (resourcePolicy === undefined) return {};
  return { resource: resourcePolicy, ...(resourceRule === undefined ? {} : { resourceRule }) };
}

/** AWS's own sentence. It names what the caller sent and who the caller is, and no policy. */
function denialText({ principalArn }: Session, { action, resource }: AccessQuestion): string {
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
}
