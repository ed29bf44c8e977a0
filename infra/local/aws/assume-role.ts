import type { NamedPolicy } from '../iam/decision.ts';
import type { AccessControl } from './access-control.ts';
import type { AssumeRoleInput } from './assume-role-input.ts';
import { AwsError, invalidInput, serviceError } from './aws-refusal.ts';
import type { VerifiedRequest } from './aws-service.ts';
import type { ContextKeys } from './caller-context.ts';
import type { CredentialStore } from './credential-store.ts';
import { readPolicy } from './read-policy.ts';
import { tagKeys } from './resource-tags.ts';
import type { RolePolicies } from './role-policies.ts';
import { type RoleSession, roleSession } from './role-session.ts';
import type { Session } from './session.ts';
import type { XmlContent } from './xml-document.ts';

/** One hour: the most a session may last that was assumed by another role's session. */
const CHAINED_SECONDS = 3600;

/** What `AssumeRole` needs beside its input. */
export interface AssumeRoleParts {
  readonly access: AccessControl;
  readonly roles: ReadonlyMap<string, RolePolicies>;
  readonly credentials: CredentialStore;
}

/** Issues credentials of a role, if the caller's policies and the role's trust policy agree to all of it. */
export function assumeRole(request: VerifiedRequest, input: AssumeRoleInput, parts: AssumeRoleParts): XmlContent {
  const role = findRole(request, input, parts);
  checkDuration(request.session, input, role);
  const wanted = inheritFrom(request.session, input, role);
  requireTrust(request, input, wanted, role, parts.access);
  const policies = sessionPolicies(input);
  const identity = roleSession({ ...wanted, ...(policies === undefined ? {} : { sessionPolicies: policies }) });
  return describe(parts.credentials.issue(identity, input.DurationSeconds));
}

/** A role that does not exist is answered like one that may not be assumed. */
function findRole(
  { session }: VerifiedRequest,
  { RoleArn }: AssumeRoleInput,
  { roles }: AssumeRoleParts,
): RolePolicies {
  const role = roles.get(RoleArn);
  if (role !== undefined) return role;
  const detail = `User: ${session.principalArn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
  throw new AwsError({ reason: 'access_denied', detail });
}

function checkDuration(session: Session, { DurationSeconds }: AssumeRoleInput, role: RolePolicies): void {
  if (session.kind === 'session' && DurationSeconds > CHAINED_SECONDS) {
    throw invalidInput(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (DurationSeconds > role.maxSessionDuration) {
    throw invalidInput('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

/** Adds what follows the caller along a chain: transitive tags and the source identity. Neither may be changed. */
function inheritFrom(session: Session, input: AssumeRoleInput, role: RolePolicies): RoleSession {
  const inherited = session.transitiveTagKeys.flatMap((key) => {
    const value = session.tags[key];
    return value === undefined ? [] : [{ Key: key, Value: value }];
  });
  for (const { Key } of input.Tags) {
    if (inherited.some((tag) => tag.Key.toLowerCase() === Key.toLowerCase())) {
      throw serviceError('InvalidParameterValue', `the transitive tag ${Key} cannot be set again`);
    }
  }
  const { sourceIdentity = input.SourceIdentity } = session;
  if (input.SourceIdentity !== undefined && input.SourceIdentity !== sourceIdentity) {
    throw new AwsError({ reason: 'access_denied', detail: 'the source identity of a session cannot be changed' });
  }
  return {
    account: session.account,
    role,
    sessionName: input.RoleSessionName,
    tags: Object.fromEntries([...inherited, ...input.Tags].map(({ Key, Value }) => [Key, Value])),
    transitiveTagKeys: [...session.transitiveTagKeys, ...input.TransitiveTagKeys],
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}

/** Asks for each permission that the request needs: tags and source identity are permissions of their own. */
function requireTrust(
  request: VerifiedRequest,
  input: AssumeRoleInput,
  wanted: RoleSession,
  role: RolePolicies,
  access: AccessControl,
): void {
  const tagged = Object.keys(wanted.tags).length > 0;
  const actions = [
    'sts:AssumeRole',
    ...(tagged ? ['sts:TagSession'] : []),
    ...(wanted.sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  for (const action of actions) {
    const trust = { resourcePolicy: role.trust, resourceRule: 'must-allow' } as const;
    const context = trustContext(action, input, wanted, role);
    access.require(request, { action, resource: role.arn, context, ...trust });
  }
}

/**
 * Each action has its own keys: tags belong to `AssumeRole` and `TagSession`, the source identity to `AssumeRole` and
 * `SetSourceIdentity` (service authorization reference for STS). A policy that counts on more would fail on AWS.
 */
function trustContext(action: string, input: AssumeRoleInput, wanted: RoleSession, role: RolePolicies): ContextKeys {
  return {
    'sts:RoleSessionName': input.RoleSessionName,
    ...(action === 'sts:SetSourceIdentity' ? {} : tagContext(input, wanted)),
    ...(action === 'sts:TagSession' || wanted.sourceIdentity === undefined
      ? {}
      : { 'sts:SourceIdentity': wanted.sourceIdentity }),
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
    ...tagKeys('aws:ResourceTag', role.tags),
    ...tagKeys('iam:ResourceTag', role.tags),
  };
}

function tagContext(input: AssumeRoleInput, wanted: RoleSession): ContextKeys {
  const tags = Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value]));
  return {
    ...tagKeys('aws:RequestTag', tags),
    ...(input.Tags.length > 0 ? { 'aws:TagKeys': Object.keys(tags) } : {}),
    ...(wanted.transitiveTagKeys.length > 0 ? { 'sts:TransitiveTagKeys': wanted.transitiveTagKeys } : {}),
  };
}

function sessionPolicies({ Policy, RoleSessionName }: AssumeRoleInput): readonly NamedPolicy[] | undefined {
  if (Policy === undefined) return undefined;
  try {
    return [readPolicy('identity', `session policy of ${RoleSessionName}`, JSON.parse(Policy))];
  } catch (error) {
    throw serviceError('MalformedPolicyDocument', error instanceof Error ? error.message : 'the policy cannot be read');
  }
}

function describe({ credentials, principalArn, userId, sourceIdentity }: Session): XmlContent {
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiration.toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: userId, Arn: principalArn },
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  };
}
