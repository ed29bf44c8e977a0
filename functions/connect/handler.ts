import type { WebAnswer } from '../web/web-answer.ts';
import type { ConnectParts } from './connect-parts.ts';
import { makeParts } from './make-parts.ts';
import { serveConnect } from './serve-connect.ts';

/** Kept between requests: configuration and clients of AWS. Nothing of any person (D2). */
let parts: ConnectParts | undefined;

/** The page where a person enters a secret of their own: API Gateway's REST proxy integration, buffered. */
export async function handler(event: unknown): Promise<WebAnswer> {
  parts ??= makeParts(process.env);
  return serveConnect(event, parts);
}
