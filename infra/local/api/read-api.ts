import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { ApiDefinition } from './api-definition.ts';
import { readGatewayResponses } from './gateway-responses.ts';
import { parseProperties } from './parse-properties.ts';
import { readAuthorizers } from './read-authorizer.ts';
import { readCustomDomain } from './read-custom-domain.ts';
import { readMethod } from './read-method.ts';
import { readResources } from './read-resources.ts';
import { readStage } from './read-stage.ts';

/** A REST API that does nothing beyond what local mode does; everything else stops by its name. */
const RestApi = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  DisableExecuteApiEndpoint: z.boolean().default(false),
  EndpointConfiguration: z
    .strictObject({ Types: z.array(z.enum(['REGIONAL', 'EDGE'])), IpAddressType: z.string().optional() })
    .optional(),
  EndpointAccessMode: z.string().optional(),
  FailOnWarnings: z.boolean().optional(),
  SecurityPolicy: z.string().optional(),
  Tags: z.unknown().optional(),
});

/**
 * Reads the template's one REST API.
 *
 * @throws UnknownInTemplate for everything local mode would have to guess.
 */
export function readApi(stack: DeployedStack): ApiDefinition {
  const api = only(stack, 'AWS::ApiGateway::RestApi');
  const { DisableExecuteApiEndpoint: executeApiDisabled } = parseProperties(RestApi, api);
  const stage = readStage(only(stack, 'AWS::ApiGateway::Stage'));
  const resources = readResources(stack);
  const customDomain = readCustomDomain(stack, {
    id: api.physicalId,
    stage: stage.name,
    resources: resources.values(),
  });
  if (executeApiDisabled && !customDomain) throw new UnknownInTemplate('an API without any address', api.path);
  const arnPrefix = `arn:aws:execute-api:${stack.region}:${stack.account}:${api.physicalId}`;
  const authorizers = readAuthorizers(stack, arnPrefix);
  return {
    id: api.physicalId,
    account: stack.account,
    region: stack.region,
    stage: stage.name,
    customDomain,
    executeApiDisabled,
    deploymentId: stage.deploymentId,
    resources: [...resources.values()],
    methods: stack
      .ofType('AWS::ApiGateway::Method')
      .map((method) => readMethod(method, { stack, resources, authorizers, stage, arnPrefix })),
    gatewayResponses: readGatewayResponses(stack),
    accessLog: stage.accessLog,
  };
}

function only(stack: DeployedStack, type: string): DeployedResource {
  const [first, ...others] = stack.ofType(type);
  if (!first || others.length > 0) {
    throw new UnknownInTemplate(`a stack with ${others.length + (first ? 1 : 0)} of ${type}, not 1`, stack.name);
  }
  return first;
}
