import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import { AwsError, invalidInput, serviceError } from './aws-refusal.ts';
import type { AwsService, VerifiedRequest } from './aws-service.ts';

/** One operation of a service that speaks AWS JSON. */
export type JsonOperation = (input: Json, request: VerifiedRequest) => Promise<Json> | Json;

/** A service that speaks AWS JSON 1.0 or 1.1. */
export interface JsonService {
  readonly signingName: string;
  /** What stands before the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** By AWS's name. What is not here is refused. */
  readonly operations: ReadonlyMap<string, JsonOperation>;
}

/** Serves the operations of a JSON service. */
export function jsonService({ signingName, target, version, operations }: JsonService): AwsService {
  const contentType = `application/x-amz-json-${version}`;
  return {
    signingName,
    protocol: 'json',
    async answer(request) {
      const operation = findOperation(operations, target, request.headers['x-amz-target'] ?? '(no X-Amz-Target)');
      const output = await operation(parseBody(request.body), request);
      return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(output) };
    },
  };
}

/**
 * Makes an operation that reads its input with a schema. Strict schemas refuse a parameter local mode would ignore.
 *
 * @throws AwsError `invalid_input` with the parameter's name.
 */
export function operation<T extends z.ZodType>(
  schema: T,
  run: (input: z.output<T>, request: VerifiedRequest) => Promise<Json> | Json,
): JsonOperation {
  return (input, request) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw invalidInput(`local mode does not accept this input: ${z.prettifyError(parsed.error)}`);
    return run(parsed.data, request);
  };
}

function findOperation(operations: JsonService['operations'], target: string, header: string): JsonOperation {
  const name = header.startsWith(`${target}.`) ? header.slice(target.length + 1) : undefined;
  const found = name === undefined ? undefined : operations.get(name);
  if (found === undefined) throw new AwsError({ reason: 'unknown_operation', operation: header });
  return found;
}

function parseBody(body: Uint8Array): Json {
  try {
    return z.json().parse(JSON.parse(Buffer.from(body).toString('utf8')));
  } catch (error) {
    throw serviceError('SerializationException', `the body is not JSON: ${error instanceof Error ? error.name : ''}`);
  }
}
