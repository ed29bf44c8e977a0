import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';

/** The template's user pool as the issuer stands in for it. */
export interface UserPool {
  /** What `Ref` gives; the last part of the issuer's URL. */
  readonly id: string;
  readonly resourceServers: readonly ResourceServer[];
  readonly groups: readonly string[];
  /** Whether the pool's domain shows managed login, which has no page for a client without branding. */
  readonly managedLogin: boolean;
}

/** A protected API known to the pool. */
export interface ResourceServer {
  /** What clients send as `resource` (RFC 8707). */
  readonly identifier: string;
  /** Scopes as they stand in tokens: `<identifier>/<name>`. */
  readonly scopes: readonly string[];
}

const POOL_ID = /^[\w-]{1,55}$/;

const ResourceServerProperties = z.object({
  Identifier: z.string().min(1),
  Scopes: z.array(z.object({ ScopeName: z.string().min(1) })).default([]),
});

/** Managed login is version 2; without a domain there is no page at all on AWS, and here the plain one. */
const DomainProperties = z.object({ ManagedLoginVersion: z.number().default(1) });

const GroupProperties = z.object({ GroupName: z.string().min(1) });

/**
 * Reads the one user pool of the template with its resource servers and groups.
 *
 * @throws UnknownInTemplate when there is none, or more than one.
 */
export function readUserPool(stack: DeployedStack): UserPool {
  const pool = onlyPool(stack);
  return {
    id: pool.physicalId,
    resourceServers: stack.ofType('AWS::Cognito::UserPoolResourceServer').map(readResourceServer),
    groups: stack
      .ofType('AWS::Cognito::UserPoolGroup')
      .map((resource) => readProperties(GroupProperties, resource).GroupName),
    managedLogin: stack
      .ofType('AWS::Cognito::UserPoolDomain')
      .some((resource) => readProperties(DomainProperties, resource).ManagedLoginVersion === 2),
  };
}

/**
 * Reads a resource's properties in the form the issuer knows.
 *
 * @throws UnknownInTemplate naming the resource and what does not fit.
 */
export function readProperties<Output>(schema: z.ZodType<Output>, resource: DeployedResource): Output {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const problem = z.prettifyError(parsed.error).replaceAll('\n', ' ');
  throw new UnknownInTemplate(`these properties of ${resource.type}: ${problem}`, resource.path);
}

function onlyPool(stack: DeployedStack): DeployedResource {
  const [pool, ...others] = stack.ofType('AWS::Cognito::UserPool');
  if (!pool) throw new UnknownInTemplate('a stack without an AWS::Cognito::UserPool', stack.name);
  const [second] = others;
  if (second) throw new UnknownInTemplate('a second AWS::Cognito::UserPool', second.path);
  if (!POOL_ID.test(pool.physicalId)) {
    throw new UnknownInTemplate(`the user pool id ${JSON.stringify(pool.physicalId)}`, pool.path);
  }
  return pool;
}

function readResourceServer(resource: DeployedResource): ResourceServer {
  const { Identifier, Scopes } = readProperties(ResourceServerProperties, resource);
  return { identifier: Identifier, scopes: Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`) };
}
