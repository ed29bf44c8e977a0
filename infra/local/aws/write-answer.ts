import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ServiceAnswer } from './aws-service.ts';

/** Writes an answer. When the client goes away, a stream is still read to its end: what runs behind it runs on, as on AWS. */
export async function writeAnswer(response: ServerResponse, answer: ServiceAnswer, at: Date): Promise<void> {
  response.writeHead(answer.status, { date: at.toUTCString(), ...answer.headers });
  if (typeof answer.body === 'string' || answer.body instanceof Uint8Array) {
    response.end(answer.body);
    return;
  }
  for await (const chunk of answer.body) {
    if (response.closed || response.write(chunk)) continue;
    await drained(response);
  }
  response.end();
}

/** Waits for a slow client, or for one that goes; the listeners of a wait end with it. */
async function drained(response: ServerResponse): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const over = () => undefined;
  await Promise.race(['drain', 'close'].map((event) => once(response, event, { signal }).catch(over)));
  waiting.abort();
}
