import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import type { NamedPolicy } from '../iam/decision.ts';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { type PolicyStore, policyStore } from './policy-store.ts';
import { readPolicy } from './read-policy.ts';
import { resourceTags } from './resource-tags.ts';

/** A role of the template with everything that decides what it may do and who may become it. */
export interface RolePolicies {
  readonly arn: string;
  readonly name: string;
  readonly tags: { readonly [key: string]: string };
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** As they are now: managed policies may be rewritten while local mode runs. */
  readonly identity: readonly NamedPolicy[];
  /** As it is now. */
  readonly boundary: NamedPolicy | undefined;
  readonly trust: NamedPolicy;
}

const RoleProperties = z.object({
  AssumeRolePolicyDocument: z.json(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.json() })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  PermissionsBoundary: z.string().optional(),
  MaxSessionDuration: z.coerce.number().int().default(3600),
});

/** `AWS::IAM::Policy` and `AWS::IAM::ManagedPolicy`, as far as roles are concerned. */
const AttachedPolicy = z.object({ PolicyDocument: z.json(), Roles: z.array(z.string()).default([]) });

/** A policy that is looked up anew for every question. */
type CurrentPolicy = () => NamedPolicy;

/** Reads the policies of every role once, so that a policy local mode cannot judge stops the start. */
export function rolePolicies(
  stack: DeployedStack,
  policies: PolicyStore = policyStore(stack, () => new Date()),
): ReadonlyMap<string, RolePolicies> {
  const roles = stack.ofType('AWS::IAM::Role').map((role) => readRole(stack, role, policies));
  return new Map(roles.map((role) => [role.arn, role]));
}

function readRole(stack: DeployedStack, role: DeployedResource, policies: PolicyStore): RolePolicies {
  const properties = RoleProperties.parse(role.properties);
  if (role.arn === undefined) throw new UnknownInTemplate('a role without ARN', role.path);
  const name = `role ${role.physicalId}`;
  const inline = properties.Policies.map((policy) =>
    readPolicy('identity', `${name}, policy ${policy.PolicyName}`, policy.PolicyDocument),
  );
  const managed = properties.ManagedPolicyArns.map((arn) => managedPolicy(policies, arn, name));
  const attached = attachedPolicies(stack, role, name, policies);
  const { PermissionsBoundary: boundary } = properties;
  const bounding = boundary === undefined ? undefined : managedPolicy(policies, boundary, `${name}, boundary`);
  return {
    arn: role.arn,
    name: role.physicalId,
    tags: resourceTags(role),
    maxSessionDuration: properties.MaxSessionDuration,
    get identity() {
      return [...inline, ...[...managed, ...attached].map((current) => current())];
    },
    get boundary() {
      return bounding?.();
    },
    trust: readPolicy('trust', `${name}, trust policy`, properties.AssumeRolePolicyDocument),
  };
}

/** Policies that name the role, not the other way round. */
function attachedPolicies(
  stack: DeployedStack,
  role: DeployedResource,
  where: string,
  policies: PolicyStore,
): readonly CurrentPolicy[] {
  return ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    stack.ofType(type).flatMap((resource) => {
      const { Roles, PolicyDocument } = AttachedPolicy.parse(resource.properties);
      if (!Roles.includes(role.physicalId)) return [];
      const name = `${where}, ${resource.logicalId}`;
      if (type === 'AWS::IAM::ManagedPolicy') return [managedPolicy(policies, resource.arn ?? '', where, name)];
      const policy = readPolicy('identity', name, PolicyDocument);
      return [() => policy];
    }),
  );
}

/** A managed policy of the template or one of AWS's own, which do not change. */
function managedPolicy(policies: PolicyStore, arn: string, where: string, name = `${where}, ${arn}`): CurrentPolicy {
  if (policies.has(arn)) return () => ({ name, document: policies.get(arn).defaultVersion.document });
  const policy = readPolicy('identity', name, documentOfAws(arn, where));
  return () => policy;
}

function documentOfAws(arn: string, where: string): Json {
  const [, name = ''] = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const document = Object.hasOwn(MANAGED_POLICIES, name) ? MANAGED_POLICIES[name] : undefined;
  if (document === undefined) throw new UnknownInTemplate(`the managed policy ${arn}`, where);
  return document;
}
