import type { AccessControl } from './access-control.ts';
import { serviceError } from './aws-refusal.ts';
import type { VerifiedRequest } from './aws-service.ts';
import type { ContextKeys } from './caller-context.ts';
import type { KeyUse } from './key-use.ts';
import { tagKeys } from './resource-tags.ts';
import type { Secret, SecretStore } from './secret-store.ts';

/** Finds secrets for callers who may have them. */
export interface SecretAccess {
  /** @throws AwsError when the caller may not, or there is no such secret. */
  requireSecret(request: VerifiedRequest, secretId: string, action: string, context: ContextKeys): Secret;
  /** Asks for the creation of a secret; gives its ARN without the random end, which is what policies can know. */
  requireCreate(request: VerifiedRequest, name: string, context: ContextKeys): string;
  /** Asks KMS when the secret has a key of the customer's. */
  requireKey(
    request: VerifiedRequest,
    secret: Secret,
    action: 'kms:Decrypt' | 'kms:GenerateDataKey',
    version: string,
  ): void;
}

/** What the questions rest on. */
export interface SecretAccessParts {
  readonly account: string;
  readonly region: string;
  readonly access: AccessControl;
  readonly keys: KeyUse;
  readonly secrets: SecretStore;
}

/** Asks IAM and KMS about secrets. */
export function secretAccess({ account, region, access, keys, secrets }: SecretAccessParts): SecretAccess {
  const arnOf = (name: string) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}`;
  return {
    requireSecret(request, secretId, action, context) {
      const secret = secrets.find(secretId);
      const resource = secret?.arn ?? (secretId.startsWith('arn:') ? secretId : arnOf(secretId));
      access.require(request, {
        action,
        resource,
        context: {
          'secretsmanager:SecretId': resource,
          ...tagKeys('aws:ResourceTag', secret?.tags ?? {}),
          ...tagKeys('secretsmanager:ResourceTag', secret?.tags ?? {}),
          ...context,
        },
        resourcePolicy: secret?.policy,
      });
      if (secret !== undefined) return secret;
      throw serviceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    },
    requireCreate(request, name, context) {
      const resource = arnOf(name);
      access.require(request, { action: 'secretsmanager:CreateSecret', resource, context });
      if ('aws:TagKeys' in context) {
        access.require(request, { action: 'secretsmanager:TagResource', resource, context });
      }
      return resource;
    },
    requireKey(request, { keyId, arn }, action, version) {
      if (keyId === undefined) return;
      const encryptionContext = { SecretARN: arn, SecretVersionId: version };
      keys.requireUse(request, keyId, { action, via: 'secretsmanager', encryptionContext });
    },
  };
}
