import { UnknownInPolicy } from './unknown-in-policy.ts';

/** Whom a statement of a resource's policy means. */
export type PrincipalPattern =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'session'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string };

const ROOT = /^arn:aws[a-z-]*:iam::(?<account>\d{12}):root$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const SESSION = /^arn:aws[a-z-]*:sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com$/;

/**
 * Reads one value under `"AWS"` or `"Service"` of a `Principal`, or the `"*"` that stands alone.
 *
 * @throws UnknownInPolicy for users, unique ids, federated and canonical principals, and for wildcards in an ARN.
 */
export function readPrincipal(type: string, value: string, where: string): PrincipalPattern {
  if (type === 'AWS') {
    const account = ROOT.exec(value)?.groups?.account ?? (/^\d{12}$/.test(value) ? value : undefined);
    if (account !== undefined) return { kind: 'account', account };
    if (value === '*') return { kind: 'anyone' };
    if (ROLE.test(value)) return { kind: 'role', arn: value };
    if (SESSION.test(value)) return { kind: 'session', arn: value };
  }
  if (type === 'Service' && SERVICE.test(value)) return { kind: 'service', name: value };
  throw new UnknownInPolicy(`the principal ${type}: ${value}`, where);
}
