import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { NamedPolicy } from '../iam/decision.ts';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { randomText } from './credential-store.ts';
import { type DemoNames, demoSecret } from './demo-data.ts';
import { GenerateSecretString, generatedSecret } from './generated-secret.ts';
import { readPolicy } from './read-policy.ts';
import { resourceTags } from './resource-tags.ts';

const SecretProperties = z.object({
  GenerateSecretString: GenerateSecretString.optional(),
  SecretString: z.string().optional(),
  KmsKeyId: z.string().optional(),
});
const ResourcePolicyProperties = z.object({ SecretId: z.string(), ResourcePolicy: z.json() });

/** One version's value: text, or bytes in base64. */
export type SecretValue = { readonly SecretString: string } | { readonly SecretBinary: string };

/** A secret with its current and previous version. */
export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly tags: { readonly [key: string]: string };
  readonly policy: NamedPolicy | undefined;
  readonly keyId: string | undefined;
  readonly created: Date;
  versions: readonly SecretVersion[];
  /** Set when it waits for deletion. */
  deleted?: Date;
}

/** A version; its place in the list says its stage: current, previous. */
export interface SecretVersion {
  readonly id: string;
  readonly value: SecretValue;
  readonly created: Date;
}

/** The template's secrets and those made later. */
export interface SecretStore {
  /** By ARN, ARN without its random end, or name. */
  find(secretId: string): Secret | undefined;
  add(secret: Secret): void;
  remove(secret: Secret): void;
}

/** Fills the store from the template: a generated value is random, a demo value comes from the metadata. */
export function secretStore(stack: DeployedStack, names: DemoNames, now: Date): SecretStore {
  const policies = secretPolicies(stack);
  const secrets = new Set(
    stack.ofType('AWS::SecretsManager::Secret').map((resource) => readSecret(resource, policies, names, now)),
  );
  return {
    find: (id) => [...secrets].find(({ name, arn }) => id === arn || id === name || id === withoutEnd(arn)),
    add: (secret) => secrets.add(secret),
    remove: (secret) => secrets.delete(secret),
  };
}

/** The text a secret has now; undefined when it has none or waits for deletion. */
export function secretText(secret: Secret | undefined): string | undefined {
  const value = secret?.deleted === undefined ? secret?.versions[0]?.value : undefined;
  return value && 'SecretString' in value ? value.SecretString : undefined;
}

/** A version with a random id, as the SDK would make it. */
export function secretVersion(value: SecretValue, created: Date, id: string = randomUUID()): SecretVersion {
  return { id, value, created };
}

/** What AWS hangs on a secret's name: a hyphen and six random characters. */
export function randomEnd(): string {
  return `-${randomText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 6)}`;
}

function readSecret(
  resource: DeployedResource,
  policies: ReadonlyMap<string, NamedPolicy>,
  names: DemoNames,
  now: Date,
): Secret {
  const parsed = SecretProperties.safeParse(resource.properties);
  if (!parsed.success)
    throw new UnknownInTemplate(`this form of secret: ${z.prettifyError(parsed.error)}`, resource.path);
  const { arn } = resource;
  if (arn === undefined) throw new UnknownInTemplate('a secret without ARN', resource.path);
  const { GenerateSecretString: rules, SecretString, KmsKeyId } = parsed.data;
  const text =
    demoSecret(resource, names) ?? SecretString ?? (rules === undefined ? undefined : generatedSecret(rules));
  return {
    name: withoutEnd(arn).replace(/^(?:[^:]*:){6}/, ''),
    arn,
    tags: resourceTags(resource),
    policy: policies.get(arn),
    keyId: KmsKeyId,
    created: now,
    // a secret without a value exists, and reading it fails, as on AWS
    versions: text === undefined ? [] : [secretVersion({ SecretString: text }, now)],
  };
}

function secretPolicies(stack: DeployedStack): ReadonlyMap<string, NamedPolicy> {
  return new Map(
    stack.ofType('AWS::SecretsManager::ResourcePolicy').map((resource) => {
      const { SecretId, ResourcePolicy } = ResourcePolicyProperties.parse(resource.properties);
      const arn = stack.find(SecretId, 'AWS::SecretsManager::Secret')?.arn ?? SecretId;
      return [arn, readPolicy('resource', `policy of secret ${arn}`, ResourcePolicy)];
    }),
  );
}

function withoutEnd(arn: string): string {
  return arn.replace(/-[A-Za-z0-9]{6}$/, '');
}
