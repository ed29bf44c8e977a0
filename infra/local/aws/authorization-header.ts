import { AwsError } from './aws-refusal.ts';
import type { ReceivedRequest } from './received-request.ts';

/** What a SigV4 `Authorization` header says about itself. Nothing in it is verified yet. */
export interface ClaimedSignature {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  /** The header as sent. */
  readonly header: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]{16,128})\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([a-z0-9-]+(?:;[a-z0-9-]+)*), ?Signature=[0-9a-f]{64}$/;

/** Reads the signature of a request. Presigned URLs, SigV4A and SigV2 are refused by name. */
export function readSignature({ headers, query }: ReceivedRequest): ClaimedSignature {
  if ('X-Amz-Algorithm' in query || 'X-Amz-Signature' in query || 'Signature' in query) {
    throw incomplete('local mode serves no presigned URLs; sign the Authorization header');
  }
  const header = headers.authorization;
  if (header === undefined) throw new AwsError({ reason: 'missing_token' });
  const [, accessKeyId, date, region, service, signedHeaders] = HEADER.exec(header) ?? [];
  if (!accessKeyId || !date || !region || !service || !signedHeaders) {
    throw incomplete(
      `the Authorization header is not an AWS4-HMAC-SHA256 signature (algorithm ${algorithmOf(header)})`,
    );
  }
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), header };
}

/** First word of the header if it looks like an algorithm: the rest may hold a secret. */
function algorithmOf(header: string): string {
  return /^[A-Z0-9-]{1,40}(?= )/.exec(header)?.[0] ?? 'unknown';
}

function incomplete(detail: string): AwsError {
  return new AwsError({ reason: 'incomplete_signature', detail });
}
