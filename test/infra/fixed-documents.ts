import * as z from 'zod';
import { ofType, type PlainTemplate } from './plain-template.ts';

const Json = z.string().transform((text) => JSON.parse(text));
const Mock = z.object({
  RequestTemplates: z.strictObject({ 'application/json': z.literal('{"statusCode": 200}') }),
  IntegrationResponses: z.tuple([
    z.strictObject({
      StatusCode: z.literal('200'),
      ResponseTemplates: z.strictObject({ 'application/json': Json.pipe(z.record(z.string(), z.unknown())) }),
    }),
  ]),
});

/** What API Gateway itself answers below paths that end so, without a function and without a token. */
export function documentsAt(template: PlainTemplate, pathParts: readonly string[]): Record<string, unknown>[] {
  const partOf = new Map(ofType(template, 'AWS::ApiGateway::Resource').map(([id, it]) => [`<${id}>`, it.PathPart]));
  return ofType(template, 'AWS::ApiGateway::Method')
    .map(([, method]) => method)
    .filter(({ AuthorizationType }) => AuthorizationType === 'NONE')
    .filter(({ ResourceId }) => pathParts.includes(String(partOf.get(String(ResourceId)))))
    .map(({ Integration }) => Mock.parse(Integration).IntegrationResponses[0].ResponseTemplates['application/json']);
}
