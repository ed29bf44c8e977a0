import * as z from 'zod';
import { type ActionPattern, readAction } from './action-pattern.ts';
import { type ArnPattern, readArnPattern } from './arn-pattern.ts';
import { type Condition, readCondition } from './condition.ts';
import type { KnownConditionKeys } from './known-condition-keys.ts';
import { type PrincipalPattern, readPrincipal } from './principal-pattern.ts';
import { hasVariable, type PatternReading } from './text-pattern.ts';
import { UnknownInPolicy } from './unknown-in-policy.ts';

/** Things a statement means: those it lists, or all but those. */
export interface Selection<T> {
  readonly listed: readonly T[];
  readonly except: boolean;
}

/** One statement in one form, whatever way the policy wrote it. */
export interface Statement {
  /** `Sid`, or the statement's place: `statement 2`. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection<ActionPattern>;
  /** Absent in trust policies, which mean the role they hang on. */
  readonly resources?: Selection<ArnPattern | 'all'>;
  /** Absent in policies of an identity. */
  readonly principals?: readonly PrincipalPattern[];
  readonly conditions: readonly Condition[];
}

/** A policy, understood to the last word. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

/** What a policy must and must not hold. */
export interface PolicyRules {
  /** `identity`: also boundaries and session policies. `resource`: also key policies. `trust`: who may assume a role. */
  readonly kind: 'identity' | 'resource' | 'trust';
  readonly knownKeys: KnownConditionKeys;
}

const Texts = z.union([z.string(), z.array(z.string()).min(1)]).transform((texts) => [texts].flat());
const Scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const Wanted = z.union([Scalar, z.array(Scalar).min(1)]).transform((values) => [values].flat());

const RawStatement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), Texts)]).optional(),
  Action: Texts.optional(),
  NotAction: Texts.optional(),
  Resource: Texts.optional(),
  NotResource: Texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), Wanted)).default({}),
});
type RawStatement = z.infer<typeof RawStatement>;

const RawPolicy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  // not a union: its error would not say which element is wrong
  Statement: z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(RawStatement).min(1)),
});

/**
 * Reads an IAM policy as AWS writes it in JSON.
 *
 * @param where names the policy in errors, for example `role orders-list_orders, policy DefaultPolicy`.
 * @throws UnknownInPolicy for anything it does not understand, with its name.
 */
export function parsePolicyDocument(json: unknown, where: string, rules: PolicyRules): PolicyDocument {
  const policy = RawPolicy.safeParse(json);
  if (!policy.success) throw new UnknownInPolicy(`this form of policy: ${z.prettifyError(policy.error)}`, where);
  return {
    statements: policy.data.Statement.map((raw, index) => {
      const name = raw.Sid || `statement ${index + 1}`;
      return readStatement(raw, name, `${where}, ${name}`, rules);
    }),
  };
}

function readStatement(raw: RawStatement, name: string, where: string, { kind, knownKeys }: PolicyRules): Statement {
  const reading = { where, knownKeys };
  const conditions = Object.entries(raw.Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => readCondition(operator, key, values, reading)),
  );
  return {
    name,
    effect: raw.Effect,
    actions: select(raw.Action, raw.NotAction, 'Action', where, (action) => readAction(action, where)),
    ...(kind === 'trust'
      ? forbid(raw, ['Resource', 'NotResource'], where)
      : { resources: readResources(raw, reading) }),
    ...(kind === 'identity' ? forbid(raw, ['Principal'], where) : { principals: readPrincipals(raw, where) }),
    conditions,
  };
}

function readResources(raw: RawStatement, reading: Omit<PatternReading, 'wildcards'>): Selection<ArnPattern | 'all'> {
  const resources = select(raw.Resource, raw.NotResource, 'Resource', reading.where, (resource) =>
    resource === '*' ? 'all' : readArnPattern(resource, reading),
  );
  // without a value AWS finds nothing equal; what NotResource makes of that is not documented
  if (resources.except && resources.listed.some((arn) => arn !== 'all' && arn.some(hasVariable))) {
    throw new UnknownInPolicy('a policy variable in NotResource', reading.where);
  }
  return resources;
}

function readPrincipals({ Principal }: RawStatement, where: string): readonly PrincipalPattern[] {
  if (Principal === undefined) throw new UnknownInPolicy('a statement without Principal', where);
  if (Principal === '*') return [{ kind: 'anyone' }];
  return Object.entries(Principal).flatMap(([type, values]) =>
    values.map((value) => readPrincipal(type, value, where)),
  );
}

function select<T>(
  only: readonly string[] | undefined,
  except: readonly string[] | undefined,
  name: 'Action' | 'Resource',
  where: string,
  read: (text: string) => T,
): Selection<T> {
  if (only && !except) return { listed: only.map(read), except: false };
  if (except && !only) return { listed: except.map(read), except: true };
  throw new UnknownInPolicy(`a statement with ${only ? 'both' : 'neither'} of ${name} and Not${name}`, where);
}

function forbid(raw: RawStatement, names: readonly (keyof RawStatement)[], where: string): object {
  const found = names.find((name) => raw[name] !== undefined);
  if (found !== undefined) throw new UnknownInPolicy(`${found} in this kind of policy`, where);
  return {};
}
