import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { ApiAuthorizer, ApiMethod, ApiResource } from './api-definition.ts';
import { parseProperties } from './parse-properties.ts';
import { Integration, readIntegration } from './read-integration.ts';
import type { ApiStage } from './read-stage.ts';

/** What a method refers to. */
export interface MethodSurroundings {
  readonly stack: DeployedStack;
  readonly resources: ReadonlyMap<string, ApiResource>;
  readonly authorizers: ReadonlyMap<string, ApiAuthorizer>;
  readonly stage: ApiStage;
  /** `arn:aws:execute-api:<region>:<account>:<api>`. */
  readonly arnPrefix: string;
}

/** `RequestModels` and `RequestParameters` say something only to a validator, and those are not known here. */
const Properties = z.strictObject({
  HttpMethod: z.string(),
  ResourceId: z.string(),
  RestApiId: z.string(),
  AuthorizationType: z.enum(['NONE', 'CUSTOM']),
  AuthorizerId: z.string().optional(),
  ApiKeyRequired: z.literal(false).optional(),
  Integration,
  MethodResponses: z
    .array(
      z.strictObject({
        StatusCode: z.string(),
        ResponseParameters: z.record(z.string(), z.boolean()).default({}),
        ResponseModels: z.unknown().optional(),
      }),
    )
    .default([]),
  OperationName: z.string().optional(),
  RequestModels: z.unknown().optional(),
  RequestParameters: z.unknown().optional(),
});

/** @throws UnknownInTemplate for other ways of authorization, validators, API keys and integrations. */
export function readMethod(resource: DeployedResource, surroundings: MethodSurroundings): ApiMethod {
  const properties = parseProperties(Properties, resource);
  const { stack, stage, arnPrefix } = surroundings;
  const { HttpMethod: verb, Integration: integration, MethodResponses } = properties;
  const place = resourceOf(properties.ResourceId, surroundings, resource.path);
  const source = `${arnPrefix}/${stage.name}/${verb === 'ANY' ? '*' : verb}${place.path}`;
  return {
    verb,
    resource: place,
    authorizer: authorizerOf(properties, surroundings, resource.path),
    integration: readIntegration(integration, { stack, source, responses: MethodResponses, where: resource.path }),
    throttle: stage.throttleOf(verb, place.path),
  };
}

function resourceOf(id: string, { resources }: MethodSurroundings, where: string): ApiResource {
  const found = resources.get(id);
  if (!found) throw new UnknownInTemplate(`the resource ${id}`, where);
  return found;
}

function authorizerOf(
  { AuthorizationType, AuthorizerId }: z.infer<typeof Properties>,
  { authorizers }: MethodSurroundings,
  where: string,
): ApiAuthorizer | undefined {
  if (AuthorizationType === 'NONE') return undefined;
  const authorizer = authorizers.get(AuthorizerId ?? '');
  if (!authorizer) throw new UnknownInTemplate(`the authorizer ${AuthorizerId}`, where);
  return authorizer;
}
