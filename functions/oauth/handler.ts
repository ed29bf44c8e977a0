import type { WebAnswer } from '../web/web-answer.ts';
import type { FacadeParts } from './facade-parts.ts';
import { makeParts } from './make-parts.ts';
import { serveOAuth } from './serve-oauth.ts';

/** Kept between requests: configuration and clients of AWS. Nothing of any caller (D2). */
let parts: FacadeParts | undefined;

/** The sign-in facade in front of Cognito: API Gateway's REST proxy integration, buffered. */
export async function handler(event: unknown): Promise<WebAnswer> {
  parts ??= makeParts(process.env);
  return serveOAuth(event, parts);
}
