import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import type { NamedPolicy } from '../iam/decision.ts';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { readPolicy } from './read-policy.ts';
import { resourceTags } from './resource-tags.ts';

/** A role of the template with everything that decides what it may do and who may become it. */
export interface RolePolicies {
  readonly arn: string;
  readonly name: string;
  readonly tags: { readonly [key: string]: string };
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
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

/** Reads the policies of every role once, so that a policy local mode cannot judge stops the start. */
export function rolePolicies(stack: DeployedStack): ReadonlyMap<string, RolePolicies> {
  const roles = stack.ofType('AWS::IAM::Role').map((role) => readRole(stack, role));
  return new Map(roles.map((role) => [role.arn, role]));
}

function readRole(stack: DeployedStack, role: DeployedResource): RolePolicies {
  const properties = RoleProperties.parse(role.properties);
  if (role.arn === undefined) throw new UnknownInTemplate('a role without ARN', role.path);
  const name = `role ${role.physicalId}`;
  const inline = properties.Policies.map((policy) =>
    readPolicy('identity', `${name}, policy ${policy.PolicyName}`, policy.PolicyDocument),
  );
  const managed = properties.ManagedPolicyArns.map((arn) => managedPolicy(stack, arn, name));
  const boundary = properties.PermissionsBoundary;
  return {
    arn: role.arn,
    name: role.physicalId,
    tags: resourceTags(role),
    maxSessionDuration: properties.MaxSessionDuration,
    identity: [...inline, ...managed, ...attachedPolicies(stack, role, name)],
    ...(boundary === undefined ? {} : { boundary: managedPolicy(stack, boundary, `${name}, boundary`) }),
    trust: readPolicy('trust', `${name}, trust policy`, properties.AssumeRolePolicyDocument),
  };
}

/** Policies that name the role, not the other way round. */
function attachedPolicies(stack: DeployedStack, role: DeployedResource, where: string): readonly NamedPolicy[] {
  return ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    stack.ofType(type).flatMap((resource) => {
      const { Roles, PolicyDocument } = AttachedPolicy.parse(resource.properties);
      return Roles.includes(role.physicalId)
        ? [readPolicy('identity', `${where}, ${resource.logicalId}`, PolicyDocument)]
        : [];
    }),
  );
}

function managedPolicy(stack: DeployedStack, arn: string, where: string): NamedPolicy {
  return readPolicy('identity', `${where}, ${arn}`, managedDocument(stack, arn, where));
}

function managedDocument(stack: DeployedStack, arn: string, where: string): Json {
  const ours = stack.find(arn);
  if (ours?.type === 'AWS::IAM::ManagedPolicy') return AttachedPolicy.parse(ours.properties).PolicyDocument;
  const [, name = ''] = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const document = Object.hasOwn(MANAGED_POLICIES, name) ? MANAGED_POLICIES[name] : undefined;
  if (document === undefined) throw new UnknownInTemplate(`the managed policy ${arn}`, where);
  return document;
}
