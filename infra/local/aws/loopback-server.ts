import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerRefusal } from './answer-refusal.ts';
import { refusalOf } from './answer-request.ts';
import type { ServiceAnswer } from './aws-service.ts';
import { refuseForeign } from './loopback-guard.ts';
import { type ReceivedRequest, readRequest } from './received-request.ts';
import { writeAnswer } from './write-answer.ts';

/** What the server does with requests it could read. */
export interface LoopbackServerParts {
  readonly port: number;
  readonly now: () => Date;
  readonly answer: (request: ReceivedRequest) => Promise<ServiceAnswer>;
  readonly onFault: (error: unknown) => void;
}

/** A running server. */
export interface LoopbackServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 only, and only to clients that call it by that name. */
export async function startLoopbackServer(parts: LoopbackServerParts): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    serve(request, response, portOf(server), parts).catch((error: unknown) => {
      parts.onFault(error);
      response.destroy();
    });
  });
  server.listen(parts.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  { now, answer, onFault }: LoopbackServerParts,
): Promise<void> {
  const id = randomUUID();
  response.setHeader('x-amzn-requestid', id);
  const foreign = refuseForeign(request, port);
  if (foreign !== undefined) {
    const refusal = { reason: 'service', code: 'AccessDeniedException', status: 403, detail: foreign } as const;
    return writeAnswer(response, closing(answerRefusal(refusal, 'json', id)), now());
  }
  let received: ReceivedRequest;
  try {
    received = await readRequest(request, id);
  } catch (error) {
    return writeAnswer(response, closing(answerRefusal(refusalOf(error, onFault), 'json', id)), now());
  }
  await writeAnswer(response, await answer(received), now());
}

/** The body of the request was not read: the connection cannot be used again. */
function closing(answer: ServiceAnswer): ServiceAnswer {
  return { ...answer, headers: { ...answer.headers, connection: 'close' } };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the AWS endpoint is not listening');
  return address.port;
}
