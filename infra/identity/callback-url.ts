import { Token } from 'aws-cdk-lib';

/** https anywhere, or http on this machine alone, where command line clients listen (RFC 8252 §7.3). */
const CALLBACK_URL = /^(https:\/\/[^*#\s/?]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^*#\s]*)?$/;

/**
 * Checks where codes may be sent.
 *
 * @throws Error when a stranger could receive them: in the clear, or at an address that is not exact (B11).
 */
export function checkCallbackUrl(where: string, url: string): void {
  if (Token.isUnresolved(url) || CALLBACK_URL.test(url)) return;
  throw new Error(`${where}: a callback URL is https, or http on the loopback, and exact, got ${JSON.stringify(url)}`);
}
