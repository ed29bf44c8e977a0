import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { ApiResource } from './api-definition.ts';
import { parseProperties } from './parse-properties.ts';

const DomainName = z.strictObject({
  DomainName: z.string(),
  RegionalCertificateArn: z.string(),
  EndpointConfiguration: z
    .strictObject({ Types: z.array(z.literal('REGIONAL')).length(1), IpAddressType: z.string().optional() })
    .optional(),
  SecurityPolicy: z.string().optional(),
  EndpointAccessMode: z.string().optional(),
  Tags: z.unknown().optional(),
});

const BasePathMapping = z.strictObject({
  DomainName: z.string(),
  RestApiId: z.string(),
  Stage: z.string(),
  BasePath: z.literal('', { error: 'must be empty: the whole domain belongs to the API' }).optional(),
});

/** What a domain leads to. */
export interface MappedApi {
  readonly id: string;
  readonly stage: string;
  readonly resources: Iterable<ApiResource>;
}

/**
 * Whether the template gives the API a domain of its own, for the whole of which it answers.
 *
 * @throws UnknownInTemplate for a second domain, a base path, another stage, and a path that could mean two things here.
 */
export function readCustomDomain(stack: DeployedStack, { id, stage, resources }: MappedApi): boolean {
  const domain = atMostOne(stack, 'AWS::ApiGateway::DomainName');
  const mapping = atMostOne(stack, 'AWS::ApiGateway::BasePathMapping');
  if (domain === undefined && mapping === undefined) return false;
  if (domain === undefined || mapping === undefined) {
    throw new UnknownInTemplate('a domain name without a mapping, or a mapping without a domain name', stack.name);
  }
  const target = parseProperties(BasePathMapping, mapping);
  if (target.DomainName !== parseProperties(DomainName, domain).DomainName) {
    throw new UnknownInTemplate(`the domain name ${target.DomainName}`, mapping.path);
  }
  if (target.RestApiId !== id) throw new UnknownInTemplate(`the API ${target.RestApiId}`, mapping.path);
  if (target.Stage !== stage) throw new UnknownInTemplate(`the stage ${target.Stage}`, mapping.path);
  for (const { segments, path } of resources) {
    const [first] = segments;
    if (first === stage || first?.startsWith('{')) {
      throw new UnknownInTemplate(`${path} beside a domain name, for it could also be the stage`, mapping.path);
    }
  }
  return true;
}

function atMostOne(stack: DeployedStack, type: string): DeployedResource | undefined {
  const [first, second] = stack.ofType(type);
  if (second !== undefined) throw new UnknownInTemplate(`a second ${type}`, second.path);
  return first;
}
