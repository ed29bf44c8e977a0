import type { AccessControl } from './access-control.ts';
import { serviceError } from './aws-refusal.ts';
import type { VerifiedRequest } from './aws-service.ts';
import type { ContextKeys } from './caller-context.ts';
import type { KeyUse } from './key-use.ts';
import type { EncryptionContext } from './kms-cipher.ts';
import type { KmsKey } from './kms-keys.ts';
import { tagKeys } from './resource-tags.ts';

/** One question about a key. */
export interface KeyQuestion {
  readonly action: string;
  readonly encryptionContext?: EncryptionContext | undefined;
  readonly context?: ContextKeys;
}

/** Finds keys and asks for permission to use them; key policy and the caller's policies must both allow. */
export interface KmsAccess extends KeyUse {
  /** @throws AwsError when the caller may not, or the key does not exist or is disabled. */
  requireKey(request: VerifiedRequest, keyId: string, question: KeyQuestion): KmsKey;
}

/** What the questions rest on. */
export interface KmsAccessParts {
  readonly account: string;
  readonly region: string;
  readonly access: AccessControl;
  readonly keys: ReadonlyMap<string, KmsKey>;
}

/** Asks IAM about the template's keys. */
export function kmsAccess({ account, region, access, keys }: KmsAccessParts): KmsAccess {
  const requireKey: KmsAccess['requireKey'] = (request, keyId, question) => {
    const key = keys.get(keyId);
    access.require(request, {
      action: question.action,
      resource: key?.arn ?? arnOf(keyId, region, account),
      context: { ...contextOf(question.encryptionContext ?? {}, account), ...tagContext(key), ...question.context },
      ...(key === undefined ? {} : { resourcePolicy: key.policy, resourceRule: 'must-allow' }),
    });
    if (key === undefined) throw serviceError('NotFoundException', `Key '${keyId}' does not exist`);
    if (!key.enabled) throw serviceError('DisabledException', `${key.arn} is disabled.`);
    return key;
  };
  return {
    requireKey,
    requireUse(request, keyId, { action, via, encryptionContext }) {
      const context = { 'kms:ViaService': `${via}.${region}.amazonaws.com` };
      requireKey(request, keyId, { action, encryptionContext, context });
    },
  };
}

function contextOf(encryption: EncryptionContext, account: string): ContextKeys {
  const names = Object.keys(encryption);
  const pairs = Object.entries(encryption).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  return {
    'kms:CallerAccount': account,
    ...Object.fromEntries(pairs),
    ...(names.length > 0 ? { 'kms:EncryptionContextKeys': names } : {}),
  };
}

function tagContext(key: KmsKey | undefined): ContextKeys {
  return key === undefined ? {} : tagKeys('aws:ResourceTag', key.tags);
}

function arnOf(keyId: string, region: string, account: string): string {
  if (keyId.startsWith('arn:')) return keyId;
  return `arn:aws:kms:${region}:${account}:${keyId.startsWith('alias/') ? keyId : `key/${keyId}`}`;
}
