import * as z from 'zod';

const Answer = z.object({ error: z.object({ code: z.int() }).optional() });

/** The code of the JSON-RPC error in an answer of ours, plain or as the last server-sent event; undefined when none. */
export function readRpcError(text: string): number | undefined {
  const data = text.startsWith('{') ? text : lastEvent(text);
  return data === undefined ? undefined : Answer.parse(JSON.parse(data)).error?.code;
}

function lastEvent(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith('data: {'));
  return lines.at(-1)?.slice('data: '.length);
}
