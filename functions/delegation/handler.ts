import { KMSClient } from '@aws-sdk/client-kms';
import { DelegationKeysEnvironment } from '../../shared/environment.ts';
import type { WebAnswer } from '../web/web-answer.ts';
import { keyServer, type ServeKeys } from './serve-keys.ts';

/** Kept between requests: the public key. */
let serveKeys: ServeKeys | undefined;

/** The gateway's key set: API Gateway's REST proxy integration, buffered. */
export async function handler(event: unknown): Promise<WebAnswer> {
  serveKeys ??= keyServer({
    kms: new KMSClient({ maxAttempts: 2 }),
    keyArn: DelegationKeysEnvironment.parse(process.env).SIGNING_KEY_ARN,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  return serveKeys(event);
}
