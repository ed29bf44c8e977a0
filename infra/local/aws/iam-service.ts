import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AccessControl } from './access-control.ts';
import { AwsError, invalidInput } from './aws-refusal.ts';
import type { AwsService, VerifiedRequest } from './aws-service.ts';
import { type ManagedPolicy, type PolicyStore, type PolicyVersion, versionOf } from './policy-store.ts';
import { queryAnswer, readQueryForm } from './query-protocol.ts';
import type { XmlContent } from './xml-document.ts';

/** What IAM needs. */
export interface IamServiceParts {
  readonly access: AccessControl;
  readonly policies: PolicyStore;
}

const VERSION = '2010-05-08';
const PolicyArn = z.string().min(20).max(2048);
const VersionId = z.string().regex(/^v[1-9]\d*$/);
/** The characters IAM allows in a policy. */
const PolicyText = z
  .string()
  .min(1)
  .max(131_072)
  .regex(/^[\t\n\r\u0020-\u00ff]+$/);

/** One action: its parameters, and what it answers; undefined for an answer without result. */
interface Action {
  answer(parameters: { readonly [name: string]: string }, request: VerifiedRequest): XmlContent | undefined;
}

/** Identity and Access Management, as far as it rewrites managed policies of the template, in the query protocol. */
export function iamService(parts: IamServiceParts): AwsService {
  const actions = actionsOf(parts);
  return {
    signingName: 'iam',
    protocol: 'query',
    async answer(request) {
      const { Action: name = '(none)', Version, ...parameters } = readQueryForm(request);
      if (Version !== VERSION) throw invalidInput(`local mode knows version ${VERSION} of IAM only`);
      const action = actions.get(name);
      if (action === undefined) throw new AwsError({ reason: 'unknown_operation', operation: `iam:${name}` });
      const result = action.answer(parameters, request);
      return queryAnswer({
        action: name,
        namespace: `https://iam.amazonaws.com/doc/${VERSION}/`,
        requestId: request.id,
        result,
      });
    },
  };
}

function actionsOf({ access, policies }: IamServiceParts): ReadonlyMap<string, Action> {
  /** The permission is asked for before anything is said about the policy, not even whether it exists. */
  const action = <Shape extends { PolicyArn: typeof PolicyArn }>(
    name: string,
    schema: z.ZodObject<Shape, z.core.$strict>,
    run: (input: z.output<z.ZodObject<Shape, z.core.$strict>>) => XmlContent | undefined,
  ): readonly [string, Action] => [
    name,
    {
      answer(parameters, request) {
        const parsed = schema.safeParse(parameters);
        if (!parsed.success) {
          throw invalidInput(`local mode does not accept this ${name}: ${z.prettifyError(parsed.error)}`);
        }
        access.require(request, { action: `iam:${name}`, resource: PolicyArn.parse(parameters.PolicyArn) });
        return run(parsed.data);
      },
    },
  ];
  return new Map([
    action('GetPolicy', z.strictObject({ PolicyArn }), (input) => ({
      Policy: describePolicy(policies.get(input.PolicyArn)),
    })),
    action('GetPolicyVersion', z.strictObject({ PolicyArn, VersionId }), (input) => {
      const policy = policies.get(input.PolicyArn);
      const version = versionOf(policy, input.VersionId);
      // IAM answers with the document URL-encoded (RFC 3986).
      return { PolicyVersion: { ...describeVersion(policy, version), Document: encodeURIComponent(version.text) } };
    }),
    action('ListPolicyVersions', z.strictObject({ PolicyArn }), (input) => {
      const policy = policies.get(input.PolicyArn);
      const member = policy.versions.toReversed().map((version) => describeVersion(policy, version));
      return { Versions: { member }, IsTruncated: false };
    }),
    action(
      'CreatePolicyVersion',
      z.strictObject({ PolicyArn, PolicyDocument: PolicyText, SetAsDefault: z.enum(['true', 'false']).optional() }),
      (input) => {
        const version = policies.addVersion(input.PolicyArn, input.PolicyDocument, input.SetAsDefault === 'true');
        return { PolicyVersion: describeVersion(policies.get(input.PolicyArn), version) };
      },
    ),
    action('DeletePolicyVersion', z.strictObject({ PolicyArn, VersionId }), (input) => {
      policies.deleteVersion(input.PolicyArn, input.VersionId);
      return undefined;
    }),
  ]);
}

function describePolicy({ arn, name, path, versions, defaultVersion }: ManagedPolicy): XmlContent {
  const created = versions[0]?.createdAt ?? defaultVersion.createdAt;
  return {
    PolicyName: name,
    PolicyId: `ANPA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`,
    Arn: arn,
    Path: path,
    DefaultVersionId: defaultVersion.id,
    IsAttachable: true,
    CreateDate: timeText(created),
    UpdateDate: timeText(versions.at(-1)?.createdAt ?? created),
  };
}

function describeVersion({ defaultVersion }: ManagedPolicy, { id, createdAt }: PolicyVersion) {
  return { VersionId: id, IsDefaultVersion: id === defaultVersion.id, CreateDate: timeText(createdAt) };
}

function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
