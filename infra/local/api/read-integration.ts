import * as z from 'zod';
import { type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { ApiIntegration } from './api-definition.ts';
import { lambdaTarget } from './lambda-target.ts';
import { type DeclaredResponse, MockProperties, readMock } from './mock-integration.ts';

const LambdaProxy = z.strictObject({
  Type: z.literal('AWS_PROXY'),
  Uri: z.string(),
  IntegrationHttpMethod: z.literal('POST'),
  ResponseTransferMode: z.enum(['BUFFERED', 'STREAM']).default('BUFFERED'),
  TimeoutInMillis: z.number().int().min(50).optional(),
  ConnectionType: z.literal('INTERNET').optional(),
  /** Says nothing to a proxy integration. */
  PassthroughBehavior: z.string().optional(),
});

/** The integrations local mode knows; every other type and property stops by its name. */
export const Integration = z.discriminatedUnion('Type', [LambdaProxy, MockProperties]);

/** API Gateway's time limit for an integration that names none. */
const DEFAULT_TIMEOUT_MS = 29_000;

/** Each way of transfer has an API of Lambda to itself; the two must agree. */
const FUNCTION_URI = {
  BUFFERED: /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/([^/]+)\/invocations$/,
  STREAM: /^arn:aws:apigateway:[^:]+:lambda:path\/2021-11-15\/functions\/([^/]+)\/response-streaming-invocations$/,
} as const;

/** Where an integration stands in the template. */
export interface IntegrationPlace {
  readonly stack: DeployedStack;
  /** ARN of the method, as the function's permission must name it. */
  readonly source: string;
  readonly responses: readonly DeclaredResponse[];
  readonly where: string;
}

/** @throws UnknownInTemplate when the URI leads to no function or does not fit the way of transfer. */
export function readIntegration(integration: z.infer<typeof Integration>, place: IntegrationPlace): ApiIntegration {
  if (integration.Type === 'MOCK') return readMock(integration, place.responses, place.where);
  const { Uri, ResponseTransferMode, TimeoutInMillis } = integration;
  const functionArn = FUNCTION_URI[ResponseTransferMode].exec(Uri)?.[1];
  if (functionArn === undefined) {
    throw new UnknownInTemplate(`the ${ResponseTransferMode} integration URI ${Uri}`, place.where);
  }
  return {
    kind: ResponseTransferMode === 'STREAM' ? 'stream' : 'buffered',
    target: lambdaTarget(place.stack, functionArn, place.source, place.where),
    timeoutMs: TimeoutInMillis ?? DEFAULT_TIMEOUT_MS,
  };
}
