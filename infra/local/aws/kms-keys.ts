import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { NamedPolicy } from '../iam/decision.ts';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { readPolicy } from './read-policy.ts';
import { resourceTags } from './resource-tags.ts';

const KeyProperties = z.object({
  KeyPolicy: z.json(),
  KeySpec: z.string().default('SYMMETRIC_DEFAULT'),
  KeyUsage: z.enum(['ENCRYPT_DECRYPT', 'SIGN_VERIFY']).default('ENCRYPT_DECRYPT'),
  Enabled: z.boolean().default(true),
});
const AliasProperties = z.object({ AliasName: z.string(), TargetKeyId: z.string() });

/** Key material. Fresh at every start: nothing encrypted or signed by one start is good in the next. */
export type KeyMaterial =
  | { readonly kind: 'symmetric'; readonly secret: Uint8Array }
  | { readonly kind: 'rsa' | 'ec'; readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** A key of the template. */
export interface KmsKey {
  readonly id: string;
  readonly arn: string;
  readonly spec: string;
  readonly usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';
  readonly enabled: boolean;
  readonly tags: { readonly [key: string]: string };
  readonly policy: NamedPolicy;
  readonly material: KeyMaterial;
}

/** The template's keys by id, ARN, alias and alias ARN. */
export function kmsKeys(stack: DeployedStack): ReadonlyMap<string, KmsKey> {
  const keys = new Map<string, KmsKey>();
  for (const resource of stack.ofType('AWS::KMS::Key')) {
    const key = readKey(resource);
    keys.set(key.id, key).set(key.arn, key);
  }
  for (const resource of stack.ofType('AWS::KMS::Alias')) {
    const { AliasName, TargetKeyId } = AliasProperties.parse(resource.properties);
    const key = keys.get(TargetKeyId);
    if (key === undefined) throw new UnknownInTemplate(`the key ${TargetKeyId}`, resource.path);
    keys.set(AliasName, key).set(`arn:aws:kms:${stack.region}:${stack.account}:${AliasName}`, key);
  }
  return keys;
}

function readKey(resource: DeployedResource): KmsKey {
  const parsed = KeyProperties.safeParse(resource.properties);
  if (!parsed.success) throw new UnknownInTemplate(`this form of key: ${z.prettifyError(parsed.error)}`, resource.path);
  if (resource.arn === undefined) throw new UnknownInTemplate('a key without ARN', resource.path);
  const { KeyPolicy, KeySpec, KeyUsage, Enabled } = parsed.data;
  return {
    id: resource.physicalId,
    arn: resource.arn,
    spec: KeySpec,
    usage: KeyUsage,
    enabled: Enabled,
    tags: resourceTags(resource),
    policy: readPolicy('resource', `key policy of ${resource.path}`, KeyPolicy),
    material: materialOf(KeySpec, resource.path),
  };
}

function materialOf(spec: string, where: string): KeyMaterial {
  switch (spec) {
    case 'SYMMETRIC_DEFAULT':
      return { kind: 'symmetric', secret: randomBytes(32) };
    case 'RSA_2048':
    case 'RSA_3072':
    case 'RSA_4096':
      return { kind: 'rsa', ...generateKeyPairSync('rsa', { modulusLength: Number(spec.slice(4)) }) };
    case 'ECC_NIST_P256':
    case 'ECC_NIST_P384':
    case 'ECC_NIST_P521':
      return { kind: 'ec', ...generateKeyPairSync('ec', { namedCurve: `P-${spec.slice(-3)}` }) };
    default:
      throw new UnknownInTemplate(`the KMS key spec ${spec}`, where);
  }
}
