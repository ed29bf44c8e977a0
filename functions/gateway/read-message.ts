import * as z from 'zod';
import { CallError } from '../../shared/call-failure.ts';

/** One JSON-RPC 2.0 message from client to server: a request, or a notification when it has no id. */
export const Message = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string().max(256), z.int()]).optional(),
  method: z.string().min(1).max(128),
  params: z.looseObject({}).optional(),
});
export type Message = z.infer<typeof Message>;

/**
 * Takes a body as one request or notification; batches, posted answers and everything else are refused (A2).
 *
 * @throws CallError with `body_refused`.
 */
export function readMessage(body: unknown): Message {
  if (Array.isArray(body)) throw refused('a batch');
  const message = Message.safeParse(body);
  if (!message.success) throw refused('not a request or notification of JSON-RPC 2.0', message.error);
  const isNotification = message.data.method.startsWith('notifications/');
  if (!isNotification && message.data.id === undefined) throw refused('a request without an id');
  return message.data;
}

function refused(rule: string, cause?: unknown): CallError {
  return new CallError({ reason: 'body_refused', rule }, { cause });
}
