import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { type ClaimedSignature, readSignature } from './authorization-header.ts';
import { AwsError } from './aws-refusal.ts';
import type { CredentialStore } from './credential-store.ts';
import { NodeSha256 } from './node-sha256.ts';
import type { ReceivedRequest } from './received-request.ts';
import type { Session } from './session.ts';

/** How far the client's clock may be off, in milliseconds, as on AWS. */
const MAX_SKEW_MS = 15 * 60 * 1000;

/** What the check needs beside the request. */
export interface SignatureCheck {
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly now: () => Date;
}

/**
 * Finds the session that signed a request, by signing it again with the session's secret (SigV4).
 *
 * The signature comes before the expiry: only who holds the secret learns that a key was once good.
 */
export async function verifySignature(request: ReceivedRequest, check: SignatureCheck): Promise<Session> {
  const claimed = readSignature(request);
  const signedAt = checkDate(request, claimed, check.now());
  checkScope(claimed, check.region);
  checkCoverage(request, claimed);
  checkPayload(request, claimed);
  const session = findSession(request, claimed, check.credentials);
  await checkSignature(request, claimed, session, signedAt);
  if (session.credentials.expiration <= check.now()) throw new AwsError({ reason: 'expired_token' });
  return session;
}

function checkDate({ headers }: ReceivedRequest, { date }: ClaimedSignature, now: Date): Date {
  const stamp = headers['x-amz-date'] ?? '';
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
  if (parts === null) throw wrong('x-amz-date is absent or not in the form YYYYMMDDTHHMMSSZ');
  const [, y, m, d, h, min, s] = parts;
  const signedAt = new Date(`${y}-${m}-${d}T${h}:${min}:${s}Z`);
  if (!(Math.abs(signedAt.getTime() - now.getTime()) <= MAX_SKEW_MS)) {
    throw wrong(`Signature expired: ${stamp} is more than 15 minutes away from this endpoint's clock`);
  }
  if (!stamp.startsWith(date)) throw wrong('the date of the credential scope is not that of x-amz-date');
  return signedAt;
}

/** IAM is one for all regions of the partition and lives in this one; an SDK may sign for it wherever it runs. */
const IAM_REGION = 'us-east-1';

function checkScope(claimed: ClaimedSignature, region: string): void {
  if (claimed.region === region) return;
  if (claimed.service === 'iam' && claimed.region === IAM_REGION) return;
  throw wrong(`Credential should be scoped to a valid region: this endpoint is ${region}, not ${claimed.region}`);
}

/** `Host` and every `x-amz-` header must be signed, or somebody on the way could change what the request asks for. */
function checkCoverage({ headers }: ReceivedRequest, { signedHeaders }: ClaimedSignature): void {
  const mustBeSigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  for (const name of mustBeSigned) {
    if (!signedHeaders.includes(name)) throw wrong(`the header ${name} must be signed`);
  }
  for (const name of signedHeaders) {
    if (!(name in headers)) throw wrong(`the signed header ${name} was not sent`);
  }
}

function checkPayload({ headers, body }: ReceivedRequest, { service }: ClaimedSignature): void {
  const declared = headers['x-amz-content-sha256'];
  if (declared === undefined || (declared === 'UNSIGNED-PAYLOAD' && service === 's3')) return;
  if (declared.startsWith('STREAMING-')) {
    throw new AwsError({ reason: 'incomplete_signature', detail: `local mode does not know ${declared} bodies` });
  }
  if (declared !== createHash('sha256').update(body).digest('hex')) {
    throw wrong("The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
}

function findSession(request: ReceivedRequest, claimed: ClaimedSignature, credentials: CredentialStore): Session {
  const session = credentials.find(claimed.accessKeyId);
  const token = request.headers['x-amz-security-token'];
  if (session === undefined || token === undefined || !equal(token, session.credentials.sessionToken)) {
    throw new AwsError({ reason: 'unknown_key' });
  }
  return session;
}

async function checkSignature(
  request: ReceivedRequest,
  claimed: ClaimedSignature,
  session: Session,
  signedAt: Date,
): Promise<void> {
  const signed = await signerOf(claimed, session).sign(signedPart(request, claimed), {
    signingDate: signedAt,
    signableHeaders: new Set(claimed.signedHeaders),
  });
  const expected = signed.headers.authorization ?? '';
  if (equal(expected.replaceAll(', ', ','), claimed.header.replaceAll(', ', ','))) return;
  throw wrong(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  );
}

function signerOf({ region, service }: ClaimedSignature, { credentials }: Session): SignatureV4 {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    region,
    service,
    sha256: NodeSha256,
    applyChecksum: false,
    uriEscapePath: service !== 's3',
  });
}

function signedPart(request: ReceivedRequest, { signedHeaders }: ClaimedSignature): HttpRequest {
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? '']));
  const { method, path, query, body } = request;
  return new HttpRequest({ method, path, query: { ...query }, headers, body });
}

/** Compares in a time that does not depend on where the texts differ. */
function equal(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

function wrong(detail: string): AwsError {
  return new AwsError({ reason: 'wrong_signature', detail });
}
