import dynalite from 'dynalite';
import inject from 'light-my-request';
import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';

/** An answer of the engine, in DynamoDB's own words. */
export interface EngineAnswer {
  readonly status: number;
  readonly body: Json;
}

/** DynamoDB's data without its permissions: whoever calls this has been authorised. */
export interface TableEngine {
  /** The input as JSON has it: members that are undefined are left out. */
  ask(operation: string, input: object): Promise<EngineAnswer>;
  close(): Promise<void>;
}

/**
 * Runs dynalite inside this process.
 *
 * It never listens: dynalite checks no signature and no policy, so a port of its own would be a way around both.
 */
export function tableEngine(): TableEngine {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    async ask(operation, input) {
      const answer = await inject((request, response) => server.emit('request', request, response), {
        method: 'POST',
        url: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
          'x-amz-date': '20000101T000000Z',
          // dynalite wants the form of a signature and ignores its content; the real one was verified before
          authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=a, Signature=a',
        },
        payload: JSON.stringify(input),
      });
      return { status: answer.statusCode, body: z.json().parse(answer.json()) };
    },
    // "not running" is what a server answers that never listened; the store behind it is closed all the same
    close: () => new Promise((done) => server.close(() => done())),
  };
}
