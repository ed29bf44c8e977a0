import type { Principal } from './decision.ts';
import type { PrincipalPattern } from './principal-pattern.ts';
import { UnknownInPolicy } from './unknown-in-policy.ts';

/** Whether a statement means a principal. A session is known by its own ARN, its role and its account; a service by its name. */
export function matchesPrincipal(pattern: PrincipalPattern, principal: Principal): boolean {
  switch (pattern.kind) {
    case 'anyone':
      return true;
    case 'service':
      return principal.kind === 'service' && principal.arn === pattern.name;
    case 'account':
      return principal.kind === 'session' && principal.account === pattern.account;
    case 'role':
      return principal.kind === 'session' && roleOf(principal) === pattern.arn;
    case 'session':
      return principal.kind === 'session' && principal.arn === pattern.arn;
  }
}

/** A session whose role is not told would slip past a statement that denies the role. */
function roleOf({ arn, roleArn }: Principal): string {
  if (roleArn === undefined) throw new UnknownInPolicy(`the role behind ${arn}`, 'the request');
  return roleArn;
}
