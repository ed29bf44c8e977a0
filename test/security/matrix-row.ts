import type { AuthorizationRequest, Principal } from '../../infra/local/iam/decision.ts';
import type { RawStatement } from './policy-paper.ts';

/** The condition keys of a request. */
export type Context = AuthorizationRequest['context'];

/** Who asks. */
export interface Asker {
  /** For sentences: `list_orders for alice`. */
  readonly name: string;
  readonly principal: Principal;
  /** Session tags, as `aws:PrincipalTag/…`. */
  readonly tags: { readonly [key: string]: string };
  /** Its own policies where they are not those of the template, or not to decide. Nothing bounds it then. */
  readonly rights?: readonly RawStatement[];
  /** Arguments of the one call the session was lent for. Its tool's session policy bounds it then. */
  readonly input?: { readonly [field: string]: string | number };
}

/** One question to IAM and the answer a reviewer expects. */
export interface MatrixRow {
  /** What the row proves, in words. Unique. */
  readonly sentence: string;
  readonly requirement: string;
  readonly asker: Asker;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly expected: 'allowed' | 'denied';
  /** The policy of a resource that stands elsewhere in the account, outside the template. */
  readonly elsewhere?: readonly RawStatement[];
  /** Id of the VPC endpoint the request passes; its policy must allow as well. */
  readonly through?: string;
}

/** A permission in a few words: what is asked for, beside who asks. */
export interface Wish {
  readonly words: string;
  readonly requirement: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
  readonly elsewhere?: readonly RawStatement[];
  readonly through?: string;
}

/** The policy of somebody whose own rights shall not be what stops them. */
export const EVERYTHING: readonly RawStatement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** An account that has nothing to do with the deployment. */
export const STRANGE_ACCOUNT = '999988887777';

/** A row that must be allowed: without it the product does not work. */
export function may(asker: Asker, wish: Wish): MatrixRow {
  return row(asker, wish, 'allowed');
}

/** A row that must be denied. */
export function mayNot(asker: Asker, wish: Wish): MatrixRow {
  return row(asker, wish, 'denied');
}

function row(asker: Asker, { words, requirement, ...wish }: Wish, expected: MatrixRow['expected']): MatrixRow {
  const verb = expected === 'allowed' ? 'can' : 'cannot';
  return {
    context: {},
    ...wish,
    sentence: `${asker.name} ${verb} ${words} (${requirement})`,
    requirement,
    asker,
    expected,
  };
}

/** A session of a role. */
export function session(name: string, roleArn: string, tags: Asker['tags'] = {}): Asker {
  const [, , , , account = '', resource = ''] = roleArn.split(':');
  const roleName = resource.slice(resource.lastIndexOf('/') + 1);
  const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/session`;
  return { name, principal: { kind: 'session', arn, account, roleArn }, tags };
}

/** A service of AWS, for example `lambda.amazonaws.com`. */
export function service(name: string, host: string, account: string): Asker {
  return { name, principal: { kind: 'service', arn: host, account }, tags: {} };
}

/** Somebody whose own policies allow everything, so that only the resource's policy can say no. */
export function almighty(asker: Asker, name = asker.name): Asker {
  return { ...asker, name, rights: EVERYTHING };
}
