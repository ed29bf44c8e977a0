import * as z from 'zod';
import { MANAGED_POLICIES } from '../../infra/local/aws/managed-policies.ts';
import {
  type DeployedResource,
  type DeployedStack,
  UnknownInTemplate,
} from '../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../shared/json-schema.ts';
import { callerRoleName, callerRolePath } from '../../shared/resource-names.ts';

/** A statement as the template writes it. */
export const RawStatement = z.record(z.string(), z.json());
export type RawStatement = z.infer<typeof RawStatement>;

const RawPolicy = z.object({ Version: z.string(), Statement: z.array(RawStatement) });

/** One IAM document of the template, as JSON, so that it can be changed and read by two evaluators. */
export interface PolicyPaper {
  /** For people: where it stands. */
  readonly name: string;
  /** `session`: the template of a tool's session policies, which hangs on the role that is lent. */
  readonly kind: 'identity' | 'boundary' | 'session' | 'trust' | 'resource' | 'endpoint';
  /** ARN of what it hangs on: a role, a bucket, a key, a function; the id of a VPC endpoint; for a policy nobody has yet, of a role made up for it. */
  readonly holder: string;
  readonly statements: readonly RawStatement[];
  /** Whether the template wrote its words. AWS writes those of managed policies; a role can only let go of them. */
  readonly words: 'ours' | 'of AWS';
}

const Role = z.object({
  AssumeRolePolicyDocument: RawPolicy,
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: RawPolicy })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  PermissionsBoundary: z.string().optional(),
});
const Attached = z.object({ PolicyDocument: RawPolicy, Roles: z.array(z.string()) });
/** Attached to roles by their own lists alone, so that there is one place to look. */
const Managed = z.object({
  PolicyDocument: RawPolicy,
  Roles: z.never().optional(),
  Users: z.never().optional(),
  Groups: z.never().optional(),
});
const BucketPolicy = z.object({ Bucket: z.string(), PolicyDocument: RawPolicy });
const Key = z.object({ KeyPolicy: RawPolicy });
const SecretPolicy = z.object({ SecretId: z.string(), ResourcePolicy: RawPolicy });
/** An endpoint without a policy lets everything through, and is refused here. */
const EndpointPolicy = z.object({ PolicyDocument: RawPolicy });
const Permission = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
});

const MANAGED = 'AWS::IAM::ManagedPolicy';

type Reader = (resource: DeployedResource, stack: DeployedStack) => readonly PolicyPaper[];

const READERS: { readonly [type: string]: Reader } = {
  'AWS::IAM::Role': readRole,
  'AWS::IAM::Policy': readAttached,
  [MANAGED]: readUnattached,
  'AWS::S3::BucketPolicy': ({ properties, path }) => {
    const { Bucket, PolicyDocument } = BucketPolicy.parse(properties);
    return [paper(path, 'resource', `arn:aws:s3:::${Bucket}`, PolicyDocument.Statement)];
  },
  'AWS::KMS::Key': (resource) => {
    const { KeyPolicy } = Key.parse(resource.properties);
    return [paper(`${resource.path}, key policy`, 'resource', arnOf(resource), KeyPolicy.Statement)];
  },
  'AWS::SecretsManager::ResourcePolicy': ({ properties, path }) => {
    const { SecretId, ResourcePolicy } = SecretPolicy.parse(properties);
    return [paper(path, 'resource', SecretId, ResourcePolicy.Statement)];
  },
  'AWS::EC2::VPCEndpoint': ({ physicalId, properties, path }) => {
    const { PolicyDocument } = EndpointPolicy.parse(properties);
    return [paper(path, 'endpoint', physicalId, PolicyDocument.Statement)];
  },
  'AWS::SSM::Parameter': readTemplate,
  'AWS::Lambda::Permission': ({ properties, path }) => {
    const permission = Permission.parse(properties);
    return [paper(path, 'resource', permission.FunctionName, [permissionStatement(permission)])];
  },
};

/**
 * Every IAM document of the template.
 *
 * @throws UnknownInTemplate for a policy in a resource it does not know, so that none is left out.
 */
export function policyPapers(stack: DeployedStack): readonly PolicyPaper[] {
  return stack.resources.flatMap((resource) => {
    const read = READERS[resource.type];
    if (read) return read(resource, stack);
    if (holdsPolicy(resource.properties)) throw new UnknownInTemplate(`the policy in ${resource.type}`, resource.path);
    return [];
  });
}

function readRole(resource: DeployedResource, stack: DeployedStack): readonly PolicyPaper[] {
  const { AssumeRolePolicyDocument, Policies, ...managed } = Role.parse(resource.properties);
  const holder = arnOf(resource);
  const named = (kind: PolicyPaper['kind'], arn: string) => managedPaper(kind, arn, resource, stack);
  return [
    paper(`${resource.path}, trust policy`, 'trust', holder, AssumeRolePolicyDocument.Statement),
    ...Policies.map(({ PolicyName, PolicyDocument }) =>
      paper(`${resource.path}, ${PolicyName}`, 'identity', holder, PolicyDocument.Statement),
    ),
    ...managed.ManagedPolicyArns.map((arn) => named('identity', arn)),
    ...(managed.PermissionsBoundary === undefined ? [] : [named('boundary', managed.PermissionsBoundary)]),
  ];
}

/** A parameter that holds the template of session policies; others hold no policy. */
function readTemplate({ physicalId, properties, path }: DeployedResource, { account }: DeployedStack) {
  const [, gateway, tool] = /^\/sallyport\/([^/]+)\/([^/]+)\/session-policy$/.exec(physicalId) ?? [];
  if (gateway === undefined || tool === undefined) return [];
  const { Statement } = RawPolicy.parse(JSON.parse(z.string().parse(properties.Value)));
  const holder = `arn:aws:iam::${account}:role${callerRolePath(gateway)}${callerRoleName(gateway, tool)}`;
  return [paper(path, 'session', holder, Statement)];
}

function readAttached({ properties, path }: DeployedResource, stack: DeployedStack): readonly PolicyPaper[] {
  const { PolicyDocument, Roles } = Attached.parse(properties);
  return Roles.map((name) => {
    const role = stack.find(name, 'AWS::IAM::Role');
    if (!role) throw new UnknownInTemplate(`the role ${name}`, path);
    return paper(path, 'identity', arnOf(role), PolicyDocument.Statement);
  });
}

/** A managed policy as one role has it: the template's own, or one that AWS wrote. */
function managedPaper(
  kind: PolicyPaper['kind'],
  arn: string,
  role: DeployedResource,
  stack: DeployedStack,
): PolicyPaper {
  const ours = stack.find(arn, MANAGED);
  const document = ours?.properties.PolicyDocument ?? MANAGED_POLICIES[arn.replace('arn:aws:iam::aws:policy/', '')];
  if (document === undefined) throw new UnknownInTemplate(`the managed policy ${arn}`, role.path);
  const { Statement } = RawPolicy.parse(document);
  const name = `${role.path}, ${kind === 'boundary' ? 'permissions boundary' : arn}`;
  return { ...paper(name, kind, arnOf(role), Statement), words: ours ? 'ours' : 'of AWS' };
}

/** A policy that no role of the template has waits for somebody to attach it; whoever does is made up here. */
function readUnattached(resource: DeployedResource, stack: DeployedStack): readonly PolicyPaper[] {
  const { PolicyDocument } = Managed.parse(resource.properties);
  const arn = arnOf(resource);
  const isHeld = stack.ofType('AWS::IAM::Role').some(({ properties }) => {
    const { ManagedPolicyArns, PermissionsBoundary } = Role.parse(properties);
    return PermissionsBoundary === arn || ManagedPolicyArns.includes(arn);
  });
  return isHeld ? [] : [paper(resource.path, 'identity', holderOf(arn), PolicyDocument.Statement)];
}

/** The statements of a document as JSON. */
export function statementsOf(document: Json): readonly RawStatement[] {
  return RawPolicy.parse(document).Statement;
}

/** The role that stands for whoever has a managed policy that the template attaches to nobody. */
export function holderOf(policyArn: string): string {
  return policyArn.replace(':policy/', ':role/with/');
}

/** What Lambda makes of a permission (Lambda Developer Guide, "Viewing resource-based policies"). */
function permissionStatement({ FunctionName, Action, Principal, SourceArn }: z.infer<typeof Permission>): RawStatement {
  return {
    Effect: 'Allow',
    Principal: Principal.endsWith('.amazonaws.com') ? { Service: Principal } : { AWS: Principal },
    Action,
    Resource: FunctionName,
    ...(SourceArn !== undefined && { Condition: { ArnLike: { 'aws:SourceArn': SourceArn } } }),
  };
}

function holdsPolicy(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsPolicy);
  if (typeof value !== 'object' || value === null) return false;
  return 'Statement' in value || Object.values(value).some(holdsPolicy);
}

function paper(
  name: string,
  kind: PolicyPaper['kind'],
  holder: string,
  statements: readonly RawStatement[],
): PolicyPaper {
  return { name, kind, holder, statements, words: 'ours' };
}

function arnOf({ arn, path }: DeployedResource): string {
  if (arn === undefined) throw new UnknownInTemplate('a policy on something without ARN', path);
  return arn;
}
