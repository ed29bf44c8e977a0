import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceName } from './demo-service.ts';
import type { ServiceAnswer, ServiceRequest } from './service-request.ts';

/** What a stand-in was shown, kept for tests in the memory of one start. */
export interface Visit {
  readonly service: ServiceName;
  /** All that proves something: tokens, assertions. */
  readonly shown: readonly string[];
  /** Whom the service takes the visitor to speak for. */
  readonly subject?: string;
  /** Who acts for them. */
  readonly actor?: string;
}

/** What a stand-in knows of the rest of local mode. What is there only when all runs is asked for at each request. */
export interface Surroundings {
  /** Its own address. */
  readonly url: string;
  /** Address of another stand-in. */
  addressOf(service: ServiceName): string;
  /** Value of the secret that opens it, if it has one now. */
  secret(): string | undefined;
  /** The gateway's endpoint: who its assertions are from. */
  endpoint(): string;
  onVisit(visit: Visit): void;
}

/** Answers the requests of one service. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A service that answers with JSON and reads no body. */
export function jsonService(answer: (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>): Serve {
  return async ({ method = '', url = '', headers }, response) => {
    sendJson(response, await answer({ method, path: url, headers }));
  };
}

/** Sends an answer. */
export function sendJson(response: ServerResponse, { status, body }: ServiceAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
