import { createHash } from 'node:crypto';
import type { NamedPolicy } from '../iam/decision.ts';
import type { RolePolicies } from './role-policies.ts';
import type { SessionIdentity } from './session.ts';

/** What makes a session of a role. */
export interface RoleSession {
  readonly account: string;
  readonly role: RolePolicies;
  readonly sessionName: string;
  /** Session tags, inherited ones included. */
  readonly tags: { readonly [key: string]: string };
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  readonly sessionPolicies?: readonly NamedPolicy[];
  readonly sourceFunctionArn?: string;
}

/** The identity of a role's session. Session tags cover the role's own tags of the same name. */
export function roleSession({ account, role, sessionName, tags, ...rest }: RoleSession): SessionIdentity {
  return {
    kind: 'session',
    account,
    identityArn: role.arn,
    principalArn: `arn:aws:sts::${account}:assumed-role/${role.name}/${sessionName}`,
    userId: `${uniqueId(role.arn)}:${sessionName}`,
    tags: { ...withoutKeys(role.tags, Object.keys(tags)), ...tags },
    ...rest,
  };
}

/** `AROA…`: names the role, is no secret. */
function uniqueId(roleArn: string): string {
  return `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
}

/** Tag keys are compared without regard to case. */
function withoutKeys(tags: RolePolicies['tags'], keys: readonly string[]): RolePolicies['tags'] {
  const covered = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !covered.has(key.toLowerCase())));
}
