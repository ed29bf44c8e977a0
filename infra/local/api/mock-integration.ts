import * as z from 'zod';
import { UnknownInTemplate } from '../template/deployed-stack.ts';
import { ApiRefusal } from './api-failure.ts';
import { staticText } from './context-template.ts';
import type { ApiResponse } from './send-response.ts';

/** An integration that answers by itself, always the same. */
export interface MockIntegration {
  readonly kind: 'mock';
  /** Request content type → status the request template asks for. */
  readonly statuses: ReadonlyMap<string, number>;
  /** Whether an unknown content type is refused, or passed through as the request template. */
  readonly refusesOtherTypes: boolean;
  /** By status; undefined stands for every other one. */
  readonly responses: ReadonlyMap<number | undefined, ApiResponse>;
}

const IntegrationResponse = z.strictObject({
  StatusCode: z.string().regex(/^\d{3}$/),
  SelectionPattern: z
    .string()
    .regex(/^\d{3}$/, 'selection patterns other than a status are not known')
    .optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

export const MockProperties = z.strictObject({
  Type: z.literal('MOCK'),
  RequestTemplates: z.record(z.string(), z.string()).default({}),
  PassthroughBehavior: z.enum(['NEVER', 'WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES']).default('WHEN_NO_MATCH'),
  IntegrationResponses: z.array(IntegrationResponse).default([]),
  TimeoutInMillis: z.number().optional(),
});

/** What a method declares it may answer; API Gateway refuses to map anything else. */
export interface DeclaredResponse {
  readonly StatusCode: string;
  readonly ResponseParameters: { readonly [parameter: string]: boolean };
}

/** @throws UnknownInTemplate for a template or mapping that is not static text. */
export function readMock(
  { RequestTemplates, PassthroughBehavior, IntegrationResponses }: z.infer<typeof MockProperties>,
  declared: readonly DeclaredResponse[],
  where: string,
): MockIntegration {
  return {
    kind: 'mock',
    statuses: new Map(Object.entries(RequestTemplates).map(([type, text]) => [type, readStatus(text, where)])),
    refusesOtherTypes: PassthroughBehavior !== 'WHEN_NO_MATCH',
    responses: new Map(
      IntegrationResponses.map((response) => [
        response.SelectionPattern === undefined ? undefined : Number(response.SelectionPattern),
        readResponse(response, declared, where),
      ]),
    ),
  };
}

/** @throws ApiRefusal when the request's content type has no template. */
export function answerByMock(mock: MockIntegration, contentType: string | undefined): ApiResponse {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() || 'application/json';
  const status = mock.statuses.get(type);
  if (status === undefined) {
    if (mock.refusesOtherTypes) throw new ApiRefusal({ kind: 'media_type_unknown' });
    throw new ApiRefusal({ kind: 'mock_without_template', reason: `the mock has no request template for ${type}` });
  }
  const response = mock.responses.get(status) ?? mock.responses.get(undefined);
  if (!response)
    throw new ApiRefusal({ kind: 'mock_without_template', reason: `the mock has no answer for ${status}` });
  return response;
}

/** `{"statusCode": 200}`; the CDK also writes the key without quotes. */
function readStatus(template: string, where: string): number {
  const status = /^\s*\{\s*"?statusCode"?\s*:\s*(\d{3})\s*\}\s*$/.exec(template)?.[1];
  if (status === undefined) throw new UnknownInTemplate(`the mock's request template ${template}`, where);
  return Number(status);
}

function readResponse(
  { StatusCode, ResponseParameters, ResponseTemplates }: z.infer<typeof IntegrationResponse>,
  declared: readonly DeclaredResponse[],
  where: string,
): ApiResponse {
  const method = declared.find((response) => response.StatusCode === StatusCode);
  if (!method) throw new UnknownInTemplate(`a mock's answer ${StatusCode} the method does not declare`, where);
  const [template, ...others] = Object.entries(ResponseTemplates);
  if (others.length > 0) throw new UnknownInTemplate('a choice between response templates', where);
  const [contentType, text] = template ?? ['application/json', ''];
  return {
    status: Number(StatusCode),
    headers: [
      ['Content-Type', contentType],
      ...Object.entries(ResponseParameters).map(([name, value]) => readHeader(name, value, method, where)),
    ],
    body: Buffer.from(staticText(text, where)),
  };
}

function readHeader(
  parameter: string,
  source: string,
  { ResponseParameters }: DeclaredResponse,
  where: string,
): readonly [string, string] {
  const name = /^method\.response\.header\.(.+)$/.exec(parameter)?.[1];
  const text = /^'(.*)'$/s.exec(source)?.[1];
  if (name === undefined || text === undefined || !(parameter in ResponseParameters)) {
    throw new UnknownInTemplate(`the mapping of ${parameter} to ${source}`, where);
  }
  return [name, text];
}
