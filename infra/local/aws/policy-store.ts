import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import type { PolicyDocument } from '../iam/policy-document.ts';
import { UnknownInPolicy } from '../iam/unknown-in-policy.ts';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { type AwsError, serviceError } from './aws-refusal.ts';
import { readPolicy } from './read-policy.ts';

/** One text of a managed policy. */
export interface PolicyVersion {
  /** `v1`, `v2` and so on; never used twice. */
  readonly id: string;
  /** As it was sent. */
  readonly text: string;
  readonly document: PolicyDocument;
  readonly createdAt: Date;
}

/** A managed policy of the template with its versions, oldest first. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly path: string;
  /** Part of the ARN behind the path. */
  readonly name: string;
  readonly versions: readonly PolicyVersion[];
  /** The version in force. */
  readonly defaultVersion: PolicyVersion;
}

/** The managed policies of the template, which a function with the permission may rewrite while local mode runs. */
export interface PolicyStore {
  has(arn: string): boolean;
  /** @throws AwsError `NoSuchEntity`. */
  get(arn: string): ManagedPolicy;
  /** @throws AwsError for a document that is too long or not understood, and for a version too many. */
  addVersion(arn: string, text: string, asDefault: boolean): PolicyVersion;
  /** @throws AwsError for a version that does not exist or is in force. */
  deleteVersion(arn: string, versionId: string): void;
}

/** IAM's quotas: versions of one managed policy, and its characters without white space. */
const MAX_VERSIONS = 5;
const MAX_CHARACTERS = 6144;

const Properties = z.object({ PolicyDocument: z.json(), Path: z.string().default('/') });

/**
 * Reads every managed policy once, so that one local mode cannot judge stops the start.
 *
 * @throws UnknownInTemplate, UnknownInPolicy.
 */
export function policyStore(stack: DeployedStack, now: () => Date): PolicyStore {
  const policies = new Map(
    stack.ofType('AWS::IAM::ManagedPolicy').map((resource) => {
      const policy = firstVersion(resource, now());
      return [policy.arn, policy];
    }),
  );
  const issued = new Map([...policies.keys()].map((arn) => [arn, 1]));

  const get = (arn: string): ManagedPolicy => {
    const policy = policies.get(arn);
    if (policy === undefined) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    return policy;
  };

  return {
    get,
    has: (arn) => policies.has(arn),
    addVersion(arn, text, asDefault) {
      const policy = get(arn);
      const document = readDocument(arn, text);
      if (policy.versions.length >= MAX_VERSIONS) {
        throw limitExceeded(`A managed policy can have up to ${MAX_VERSIONS} versions. Delete one first.`);
      }
      const place = (issued.get(arn) ?? 0) + 1;
      issued.set(arn, place);
      const version = { id: `v${place}`, text, document, createdAt: now() };
      const defaultVersion = asDefault ? version : policy.defaultVersion;
      policies.set(arn, { ...policy, versions: [...policy.versions, version], defaultVersion });
      return version;
    },
    deleteVersion(arn, versionId) {
      const policy = get(arn);
      versionOf(policy, versionId);
      if (policy.defaultVersion.id === versionId) {
        throw serviceError('DeleteConflict', 'Cannot delete the default version of a policy.', 409);
      }
      policies.set(arn, { ...policy, versions: policy.versions.filter(({ id }) => id !== versionId) });
    },
  };
}

/** @throws AwsError `NoSuchEntity`. */
export function versionOf({ arn, versions }: ManagedPolicy, versionId: string): PolicyVersion {
  const version = versions.find(({ id }) => id === versionId);
  if (version === undefined) throw noSuchEntity(`Policy ${arn} version ${versionId} does not exist.`);
  return version;
}

function firstVersion(resource: DeployedResource, createdAt: Date): ManagedPolicy {
  const { arn, path: where } = resource;
  if (arn === undefined) throw new UnknownInTemplate('a managed policy without ARN', where);
  const { PolicyDocument: json, Path } = Properties.parse(resource.properties);
  const text = JSON.stringify(json);
  if (lengthOf(text) > MAX_CHARACTERS) {
    throw new UnknownInTemplate(`a managed policy of more than ${MAX_CHARACTERS} characters`, where);
  }
  const version = { id: 'v1', text, document: readPolicy('identity', nameOf(arn), json).document, createdAt };
  return { arn, path: Path, name: arn.slice(arn.lastIndexOf('/') + 1), versions: [version], defaultVersion: version };
}

/** What local mode cannot judge must not come into force. */
function readDocument(arn: string, text: string): PolicyDocument {
  if (lengthOf(text) > MAX_CHARACTERS) throw limitExceeded(`Cannot exceed quota for PolicySize: ${MAX_CHARACTERS}`);
  try {
    return readPolicy('identity', nameOf(arn), parseJson(text)).document;
  } catch (error) {
    if (error instanceof UnknownInPolicy) throw malformed(error.message);
    throw error;
  }
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('Syntax errors in policy.');
  }
}

function lengthOf(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

function nameOf(arn: string): string {
  return `managed policy ${arn}`;
}

function malformed(detail: string): AwsError {
  return serviceError('MalformedPolicyDocument', detail);
}

function limitExceeded(detail: string): AwsError {
  return serviceError('LimitExceeded', detail, 409);
}

function noSuchEntity(detail: string): AwsError {
  return serviceError('NoSuchEntity', detail, 404);
}
