import type { AuthorizationRequest, Decision, NamedPolicy } from '../../../../infra/local/iam/decision.ts';
import { authorize } from '../../../../infra/local/iam/evaluate.ts';
import { type PolicyRules, parsePolicyDocument } from '../../../../infra/local/iam/policy-document.ts';
import type { Json } from '../../../../shared/json-schema.ts';

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/sallyport/desk/desk-list_orders`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/desk-list_orders/alice`;
export const TABLE = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`;

export const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:multifactorauthage',
  'aws:principalarn',
  'aws:principaltag/*',
  'aws:requesttag/*',
  'aws:resourcetag/*',
  'aws:securetransport',
  'aws:sourceip',
  'aws:tagkeys',
  'dynamodb:attributes',
  'dynamodb:leadingkeys',
  'sts:sourceidentity',
]);

/** A statement in JSON. */
export interface RawStatement {
  readonly [element: string]: Json;
}

/** A request and the policies around it, as JSON, so that two evaluators can read the same. */
export interface PolicyCase {
  readonly action: string;
  readonly resource?: string;
  readonly context?: AuthorizationRequest['context'];
  readonly identity?: readonly RawStatement[];
  readonly boundary?: readonly RawStatement[];
  readonly session?: readonly RawStatement[];
  /** Policy of the resource, whose rule is `adds`. */
  readonly resourcePolicy?: readonly RawStatement[];
  /** Trust policy of the resource, whose rule is `must-allow`. */
  readonly trust?: readonly RawStatement[];
}

/** What the evaluator of local mode decides. */
export function decide(asked: PolicyCase): Decision {
  const { identity = [], boundary, session, resourcePolicy, trust } = asked;
  return authorize(requestOf(asked), {
    identity: [named('role policy', identity, 'identity')].flat(),
    ...(boundary && { boundary: named('boundary', boundary, 'identity') }),
    ...(session && { session: [named('session policy', session, 'identity')] }),
    ...(resourcePolicy && { resource: named('table policy', resourcePolicy, 'resource') }),
    ...(trust && { resource: named('trust policy', trust, 'trust'), resourceRule: 'must-allow' as const }),
  });
}

/** The question, as the session of the tool's caller role asks it. */
export function requestOf({ action, resource = TABLE, context = {} }: PolicyCase): AuthorizationRequest {
  return {
    principal: { kind: 'session', arn: SESSION, account: ACCOUNT, roleArn: ROLE },
    action,
    resource,
    context,
  };
}

/** The policy in the form AWS stores. */
export function policyJson(statements: readonly RawStatement[]): {
  Version: string;
  Statement: readonly RawStatement[];
} {
  return { Version: '2012-10-17', Statement: statements };
}

/** A parsed policy with a name. One without statements, which AWS does not store, allows nothing. */
export function named(name: string, statements: readonly RawStatement[], kind: PolicyRules['kind']): NamedPolicy {
  if (statements.length === 0) return { name, document: { statements: [] } };
  return { name, document: parsePolicyDocument(policyJson(statements), name, { kind, knownKeys: KNOWN_KEYS }) };
}
