import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamResponseEvent,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { CallError } from '../../shared/call-failure.ts';
import type { Envelope, Frame } from '../../shared/envelope.ts';
import { toolFunctionName } from '../../shared/resource-names.ts';
import { readFrames } from './read-frames.ts';
import { untilAborted } from './until-aborted.ts';

export type ProgressFrame = Extract<Frame, { type: 'progress' }>;
export type ToolOutput = Extract<Frame, { type: 'result' }>['output'];
/** How a tool may end by itself, short of a refusal. */
export type ToolAnswer = Extract<Frame, { type: 'result' | 'input_required' }>;

interface ToolInvocation {
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly gateway: string;
  readonly envelope: Envelope;
  /** Called for every progress frame; the next frame is read when it is done. */
  readonly onProgress: (frame: ProgressFrame) => Promise<void>;
  /** Fires when the client has gone. */
  readonly clientGone: AbortSignal;
  /** Fires shortly before the gateway's own time is over. */
  readonly deadline: AbortSignal;
}

/**
 * Lends: sends the envelope to the tool's own function, in the caller's own tenant environment, and reads its answer.
 *
 * @throws CallError that says how the tool failed.
 */
export async function invokeTool(invocation: ToolInvocation): Promise<ToolAnswer> {
  const { clientGone, deadline, onProgress } = invocation;
  const ended = AbortSignal.any([clientGone, deadline]);
  try {
    const events = await start(invocation, ended);
    return await readAnswer(readFrames(payloads(untilAborted(events, ended))), onProgress);
  } catch (error) {
    if (clientGone.aborted) throw new CallError({ reason: 'client_gone' }, { cause: error });
    if (deadline.aborted) throw new CallError({ reason: 'tool_timed_out' }, { cause: error });
    throw error;
  }
}

async function start({ lambda, gateway, envelope }: ToolInvocation, abortSignal: AbortSignal) {
  const { id, tool, caller } = envelope.call;
  const command = new InvokeWithResponseStreamCommand({
    FunctionName: toolFunctionName(gateway, tool),
    TenantId: caller.id,
    Payload: Buffer.from(JSON.stringify(envelope)),
  });
  try {
    const { EventStream } = await lambda.send(command, { abortSignal });
    if (!EventStream) throw new Error(`Lambda answered call ${id} without a stream`);
    return EventStream;
  } catch (cause) {
    throw new CallError({ reason: isThrottle(cause) ? 'tool_busy' : 'tool_crashed' }, { cause });
  }
}

function isThrottle(error: unknown): boolean {
  return error instanceof Error && error.name === 'TooManyRequestsException';
}

/** The answer's bytes. Ends only where Lambda said that the function ended well. */
async function* payloads(events: AsyncIterable<InvokeWithResponseStreamResponseEvent>): AsyncGenerator<Uint8Array> {
  let complete = false;
  try {
    for await (const { PayloadChunk, InvokeComplete } of events) {
      if (PayloadChunk?.Payload) yield PayloadChunk.Payload;
      if (InvokeComplete?.ErrorCode) throw endedBadly(InvokeComplete.ErrorCode, InvokeComplete.ErrorDetails);
      if (InvokeComplete) complete = true;
    }
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    throw new CallError({ reason: 'tool_crashed' }, { cause });
  }
  if (!complete) throw new CallError({ reason: 'tool_crashed' }, { cause: new Error('the stream broke off') });
}

function endedBadly(code: string, details = ''): CallError {
  const timedOut = code === 'Sandbox.Timedout' || /\bTask timed out after\b/.test(details);
  return new CallError({ reason: timedOut ? 'tool_timed_out' : 'tool_crashed' }, { cause: new Error(code) });
}

/** Any number of progress frames, then exactly one other, then nothing. */
async function readAnswer(frames: AsyncIterable<Frame>, onProgress: ToolInvocation['onProgress']): Promise<ToolAnswer> {
  let final: Exclude<Frame, ProgressFrame> | undefined;
  for await (const frame of frames) {
    if (final) throw new CallError({ reason: 'tool_broke_protocol' }, { cause: new Error('a frame after the last') });
    if (frame.type === 'progress') await onProgress(frame);
    else final = frame;
  }
  if (!final) throw new CallError({ reason: 'tool_broke_protocol' }, { cause: new Error('no result and no error') });
  if (final.type === 'error') throw new CallError({ reason: 'tool_error', message: final.message });
  return final;
}
