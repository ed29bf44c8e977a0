import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { PendingInvocation } from './pending-invocation.ts';
import { receiveResponse } from './receive-response.ts';
import { parseReportedError, type ReportedError } from './reported-error.ts';

/** What a process is given when it asks for its next invocation. */
export interface HandedInvocation {
  readonly pending: PendingInvocation;
  readonly payload: Uint8Array;
  readonly headers: { readonly [name: string]: string };
}

/** The Runtime API of one process: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeApi {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Settles once the process asks for its next invocation and has sent its last response. */
  ready(): Promise<void>;
  /** Answers the process's question; call it only after `ready()`. */
  hand(invocation: HandedInvocation): void;
  /** Settles when the process says it could not start. */
  readonly initFailure: Promise<ReportedError>;
  close(): void;
}

const PREFIX = '/2018-06-01/runtime';
const ERROR_LIMIT_BYTES = 1_048_576;

/** A stream that fails before its first byte travels on another connection than the following question, and may lose the race. */
const LATE_ANSWER_MS = 500;

/**
 * Opens a Runtime API on a random loopback port, for one process alone.
 *
 * Loopback is open to every process of the machine, so each request must carry the key that only this process was
 * given. Without it, one tool could poll another tool's queue and receive its invocations.
 */
export async function openRuntimeApi({ key }: { readonly key: string }): Promise<RuntimeApi> {
  const initFailure = Promise.withResolvers<ReportedError>();
  let poll: ServerResponse | undefined;
  let current: PendingInvocation | undefined;
  let becameReady = Promise.withResolvers<void>();
  /** `owed`: the process has an invocation and has not begun to answer it. */
  let answerState: 'none' | 'owed' | 'arriving' = 'none';

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!holdsKey(request, key)) return refuse(response, 403, 'AccessDenied', 'the key of this Runtime API is missing');
    const route = `${request.method} ${request.url}`;
    if (route === `GET ${PREFIX}/invocation/next`) return waitForNext(response);
    if (route === `POST ${PREFIX}/init/error`) return acceptInitError(request, response);
    const invocation = current;
    if (invocation !== undefined && route === `POST ${PREFIX}/invocation/${invocation.requestId}/response`) {
      answerState = 'arriving';
      await receiveResponse(request, invocation);
      answerState = 'none';
      accept(response);
      return announce();
    }
    if (invocation !== undefined && route === `POST ${PREFIX}/invocation/${invocation.requestId}/error`) {
      invocation.fail({ reason: 'reported', error: await readError(request) });
      answerState = 'none';
      accept(response);
      return announce();
    }
    return refuse(response, 400, 'InvalidRequestID', 'no such path or invocation');
  }

  function waitForNext(response: ServerResponse): void {
    poll?.destroy();
    poll = response;
    response.once('close', () => {
      if (poll !== response) return;
      poll = undefined;
      becameReady = Promise.withResolvers();
    });
    if (answerState === 'owed') setTimeout(stopWaitingForAnswer, LATE_ANSWER_MS, current);
    announce();
  }

  function stopWaitingForAnswer(invocation: PendingInvocation | undefined): void {
    if (current === invocation && answerState === 'owed') answerState = 'none';
    announce();
  }

  function announce(): void {
    if (poll !== undefined && answerState === 'none') becameReady.resolve();
  }

  async function acceptInitError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    initFailure.resolve(await readError(request));
    accept(response);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${portOf(server)}`,
    ready: () => becameReady.promise,
    hand({ pending, payload, headers }) {
      const response = poll;
      poll = undefined;
      becameReady = Promise.withResolvers();
      current = pending;
      answerState = 'owed';
      response?.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(payload);
    },
    initFailure: initFailure.promise,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the Runtime API got no port');
  return address.port;
}

function holdsKey(request: IncomingMessage, key: string): boolean {
  const given = Buffer.from(String(request.headers['sallyport-runtime-api-key'] ?? ''));
  const wanted = Buffer.from(key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function readError(request: IncomingMessage): Promise<ReportedError> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= ERROR_LIMIT_BYTES) chunks.push(chunk);
  }
  return parseReportedError(Buffer.concat(chunks).toString());
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
  response.end(JSON.stringify({ errorType, errorMessage }));
}
