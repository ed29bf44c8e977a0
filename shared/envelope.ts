import * as z from 'zod';
import { Caller } from './caller.ts';

/** What the gateway sends to a tool's function: the call, its arguments and the lent credentials. Never log it. */
export const Envelope = z.strictObject({
  version: z.literal(1),
  call: z.strictObject({
    /** Correlation id of the call, in the audit record and in errors. */
    id: z.string(),
    tool: z.string(),
    caller: Caller,
  }),
  input: z.record(z.string(), z.unknown()),
  /** Lent for this call. This field and `tokens` are all of an event that is secret. */
  credentials: z.strictObject({
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string(),
    /** ISO 8601 time at which AWS stops honouring them. */
    expiration: z.string(),
  }),
  /** Tokens for services outside AWS, lent for this call, by the names of `addDownstream`. Never the caller's own (B8). */
  tokens: z.record(z.string(), z.strictObject({ accessToken: z.string().min(1), expiration: z.string() })).default({}),
});
export type Envelope = z.infer<typeof Envelope>;

/** One line of a tool function's answer: NDJSON, UTF-8. The last line is a result or an error. */
export const Frame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('progress'),
    progress: z.number().min(0),
    total: z.number().positive().optional(),
    message: z.string().max(500).optional(),
  }),
  z.strictObject({ type: z.literal('result'), output: z.record(z.string(), z.unknown()) }),
  /** The caller has not yet entered this secret of their own; the gateway asks for it. The tool names it and says no more. */
  z.strictObject({ type: z.literal('input_required'), secret: z.string().max(40) }),
  /** A deliberate refusal of the tool: its text reaches the model. */
  z.strictObject({ type: z.literal('error'), message: z.string().max(2000) }),
]);
export type Frame = z.infer<typeof Frame>;

/** Writes one frame as one line. */
export function encodeFrame(frame: Frame): string {
  return `${JSON.stringify(frame)}\n`;
}
