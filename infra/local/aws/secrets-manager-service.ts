import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import { invalidInput, serviceError } from './aws-refusal.ts';
import type { AwsService } from './aws-service.ts';
import { type JsonOperation, jsonService, operation } from './json-service.ts';
import { tagKeys } from './resource-tags.ts';
import { type SecretAccess, type SecretAccessParts, secretAccess } from './secret-access.ts';
import { randomEnd, type Secret, type SecretStore, type SecretValue, secretVersion } from './secret-store.ts';

const SecretId = z.string().min(1).max(2048);
const Token = z.string().min(32).max(64).optional();
const Value = { SecretString: z.string().max(65_536).optional(), SecretBinary: z.base64().optional() };
const Tag = z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) });

const Input = {
  GetSecretValue: z.strictObject({ SecretId, VersionId: z.string().optional(), VersionStage: z.string().optional() }),
  DescribeSecret: z.strictObject({ SecretId }),
  PutSecretValue: z.strictObject({ SecretId, ...Value, ClientRequestToken: Token }),
  CreateSecret: z.strictObject({
    Name: z.string().regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/),
    ...Value,
    ClientRequestToken: Token,
    Description: z.string().optional(),
    Tags: z.array(Tag).max(50).default([]),
    KmsKeyId: z.string().min(1).max(2048).optional(),
  }),
  DeleteSecret: z.strictObject({
    SecretId,
    RecoveryWindowInDays: z.int().min(7).max(30).optional(),
    ForceDeleteWithoutRecovery: z.boolean().optional(),
  }),
};

/** What Secrets Manager needs. */
export interface SecretsManagerParts extends SecretAccessParts {
  readonly now: () => Date;
}

/** Secrets Manager: the template's secrets and those tools create. */
export function secretsManagerService(parts: SecretsManagerParts): AwsService {
  const access = secretAccess(parts);
  return jsonService({
    signingName: 'secretsmanager',
    target: 'secretsmanager',
    version: '1.1',
    operations: new Map<string, JsonOperation>([
      ['GetSecretValue', getSecretValue(access)],
      ['DescribeSecret', describeSecret(access)],
      ['PutSecretValue', putSecretValue(access, parts.now)],
      ['CreateSecret', createSecret(access, parts.secrets, parts.now)],
      ['DeleteSecret', deleteSecret(access, parts.secrets, parts.now)],
    ]),
  });
}

function getSecretValue(access: SecretAccess): JsonOperation {
  return operation(Input.GetSecretValue, ({ SecretId, VersionId, VersionStage }, request) => {
    const context = {
      ...(VersionId === undefined ? {} : { 'secretsmanager:VersionId': VersionId }),
      'secretsmanager:VersionStage': VersionStage ?? 'AWSCURRENT',
    };
    const secret = access.requireSecret(request, SecretId, 'secretsmanager:GetSecretValue', context);
    requireNotDeleted(secret);
    const stage = VersionId === undefined ? (VersionStage ?? 'AWSCURRENT') : VersionStage;
    const version = secret.versions.find(
      ({ id }, place) => (VersionId ?? id) === id && (stage === undefined || stagesOf(place).includes(stage)),
    );
    if (version === undefined) {
      const wanted = stage === undefined ? `version ${VersionId}` : `staging label: ${stage}`;
      throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
    }
    access.requireKey(request, secret, 'kms:Decrypt', version.id);
    return {
      ...namesOf(secret, version.id),
      ...version.value,
      VersionStages: stagesOf(secret.versions.indexOf(version)),
      CreatedDate: seconds(version.created),
    };
  });
}

function describeSecret(access: SecretAccess): JsonOperation {
  return operation(Input.DescribeSecret, ({ SecretId }, request) => {
    const secret = access.requireSecret(request, SecretId, 'secretsmanager:DescribeSecret', {});
    const { arn, name, keyId, tags, versions, created, deleted } = secret;
    return {
      ARN: arn,
      Name: name,
      ...(keyId === undefined ? {} : { KmsKeyId: keyId }),
      ...(deleted === undefined ? {} : { DeletedDate: seconds(deleted) }),
      CreatedDate: seconds(created),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      VersionIdsToStages: Object.fromEntries(versions.slice(0, 2).map(({ id }, place) => [id, stagesOf(place)])),
    };
  });
}

function putSecretValue(access: SecretAccess, now: () => Date): JsonOperation {
  return operation(Input.PutSecretValue, ({ SecretId, ClientRequestToken, ...value }, request) => {
    const secret = access.requireSecret(request, SecretId, 'secretsmanager:PutSecretValue', {});
    requireNotDeleted(secret);
    const version = secretVersion(oneValue(value), now(), ClientRequestToken);
    if (secret.versions.some(({ id }) => id === version.id)) {
      throw serviceError('ResourceExistsException', `a version with the token ${version.id} exists already`);
    }
    access.requireKey(request, secret, 'kms:GenerateDataKey', version.id);
    secret.versions = [version, ...secret.versions];
    return { ...namesOf(secret, version.id), VersionStages: stagesOf(0) };
  });
}

function createSecret(access: SecretAccess, secrets: SecretStore, now: () => Date): JsonOperation {
  return operation(
    Input.CreateSecret,
    ({ Name, ClientRequestToken, Tags, KmsKeyId, SecretString, SecretBinary }, request) => {
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
      const arn = access.requireCreate(request, Name, {
        'secretsmanager:Name': Name,
        ...tagKeys('aws:RequestTag', tags),
        ...(Tags.length > 0 ? { 'aws:TagKeys': Object.keys(tags) } : {}),
      });
      if (secrets.find(Name) !== undefined) {
        throw serviceError(
          'ResourceExistsException',
          `The operation failed because the secret ${Name} already exists.`,
        );
      }
      const version = secretVersion(oneValue({ SecretString, SecretBinary }), now(), ClientRequestToken);
      const named = { name: Name, arn: `${arn}${randomEnd()}`, tags, created: now(), versions: [version] };
      const secret: Secret = { ...named, policy: undefined, keyId: KmsKeyId };
      access.requireKey(request, secret, 'kms:GenerateDataKey', version.id);
      secrets.add(secret);
      return namesOf(secret, version.id);
    },
  );
}

function deleteSecret(access: SecretAccess, secrets: SecretStore, now: () => Date): JsonOperation {
  return operation(
    Input.DeleteSecret,
    ({ SecretId, RecoveryWindowInDays = 30, ForceDeleteWithoutRecovery }, request) => {
      const secret = access.requireSecret(request, SecretId, 'secretsmanager:DeleteSecret', {});
      requireNotDeleted(secret);
      const days = ForceDeleteWithoutRecovery ? 0 : RecoveryWindowInDays;
      const deletion = new Date(now().getTime() + days * 86_400_000);
      if (ForceDeleteWithoutRecovery) secrets.remove(secret);
      secret.deleted = deletion;
      return { ARN: secret.arn, Name: secret.name, DeletionDate: seconds(deletion) };
    },
  );
}

function oneValue({ SecretString, SecretBinary }: { [name in keyof typeof Value]?: string | undefined }): SecretValue {
  if (SecretString !== undefined && SecretBinary === undefined) return { SecretString };
  if (SecretBinary !== undefined && SecretString === undefined) return { SecretBinary };
  throw invalidInput('exactly one of SecretString and SecretBinary is needed');
}

function requireNotDeleted({ deleted }: Secret): void {
  if (deleted === undefined) return;
  const detail = "You can't perform this operation on the secret because it was marked for deletion.";
  throw serviceError('InvalidRequestException', detail);
}

function namesOf({ arn, name }: Secret, versionId: string): { readonly [name: string]: Json } {
  return { ARN: arn, Name: name, VersionId: versionId };
}

function stagesOf(place: number): readonly string[] {
  return ['AWSCURRENT', 'AWSPREVIOUS'].slice(place, place + 1);
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}

function notFound(detail: string) {
  return serviceError('ResourceNotFoundException', detail);
}
