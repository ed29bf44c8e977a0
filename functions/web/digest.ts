import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in hex. Secrets are stored and looked up by it, so that reading the table gives nobody one. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether two texts are the same, in a time that does not tell where they part. */
export function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(digest(given)), Buffer.from(digest(wanted)));
}
