import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Context, StreamifyHandler } from 'aws-lambda';
import * as z from 'zod';
import type { Frame } from '../../../shared/envelope.ts';
import { Frame as FrameSchema } from '../../../shared/envelope.ts';
import { defineTool } from '../../../shared/tool-contract.ts';

/** Lambda offers this to the code it loads; outside of it a handler is itself. */
Object.assign(globalThis, { awslambda: { streamifyResponse: (handler: unknown) => handler } });

export const LENT = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
  secretAccessKey: ['wJalrXUtnFEMI', 'K7MDENG', 'marker-secret'].join('/'),
  sessionToken: 'marker-session-token==',
  expiration: '2026-11-23T09:00:00.000Z',
} as const;

/** A tool that takes a text and answers with one. */
export const echo = defineTool({
  name: 'echo',
  title: 'Echo',
  description: 'Says what it hears.',
  effect: 'read',
  input: z.strictObject({ text: z.string().max(1000).default('nothing') }),
  output: z.strictObject({ text: z.string().max(1000) }),
});

export function envelope(
  input: Record<string, unknown> = {},
  tool = 'echo',
  callerId = 'alice-1',
): Record<string, unknown> {
  const caller = { id: callerId, subject: 'alice', kind: 'person', clientId: 'client', groups: [] };
  return { version: 1, call: { id: 'call-1', tool, caller }, input, credentials: { ...LENT } };
}

/** What a tool function answered: its frames, and the error with which the invocation failed. */
export interface ToolAnswer {
  readonly frames: readonly Frame[];
  readonly text: string;
  readonly error: unknown;
}

/** Invokes a handler as Lambda does, with a stream to write to. */
export async function invoke(
  handler: StreamifyHandler<unknown, void>,
  event: unknown,
  remainingMs = 3000,
): Promise<ToolAnswer> {
  const stream = new PassThrough();
  const written = text(stream);
  const deadline = performance.now() + remainingMs;
  const context: Pick<Context, 'getRemainingTimeInMillis'> = {
    getRemainingTimeInMillis: () => deadline - performance.now(),
  };
  // biome-ignore lint/suspicious/noExplicitAny: the types know only what Lambda itself passes
  const error = await Promise.resolve((handler as any)(event, stream, context)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error !== undefined) stream.end();
  const lines = await written;
  const frames = lines.split('\n').filter((line) => line !== '');
  return { frames: frames.map((line) => FrameSchema.parse(JSON.parse(line))), text: lines, error };
}
