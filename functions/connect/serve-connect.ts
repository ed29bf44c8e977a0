import { ConnectPath } from '../../shared/connect.ts';
import type { WebAnswer } from '../web/web-answer.ts';
import { readRequest, type WebRequest } from '../web/web-request.ts';
import { answerFailure } from './answer-failure.ts';
import { callback } from './callback.ts';
import { ConnectError, connectFailureOf } from './connect-failure.ts';
import type { ConnectParts } from './connect-parts.ts';
import { logFailure } from './log-failure.ts';
import { save } from './save.ts';
import { start } from './start.ts';

type Serve = (request: WebRequest, parts: ConnectParts) => Promise<WebAnswer>;

const ROUTES: ReadonlyMap<string, Serve> = new Map([
  [`GET ${ConnectPath.start}`, start],
  [`GET ${ConnectPath.callback}`, callback],
  [`POST ${ConnectPath.save}`, save],
]);

/** Serves one request from API Gateway. Never throws: whatever happens becomes a page and one line in the log. */
export async function serveConnect(event: unknown, parts: ConnectParts): Promise<WebAnswer> {
  let requestId = '';
  try {
    const request = readRequest(event);
    requestId = request.requestId;
    const serve = ROUTES.get(`${request.method} ${request.path}`);
    if (!serve) throw new ConnectError('not_found');
    return await serve(request, parts);
  } catch (error) {
    logFailure(parts.log, requestId, error);
    return answerFailure(connectFailureOf(error), requestId);
  }
}
