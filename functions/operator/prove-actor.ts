import { createHash } from 'node:crypto';
import { fixedIdentityHeaders, IDENTITY_BODY, signedIdentityHeaders } from '../../shared/identity-request.ts';
import type { ActorProof } from '../../shared/operator-request.ts';
import { readBounded } from '../http/read-bounded.ts';
import { OperatorError } from './operator-failure.ts';
import { readActor } from './read-actor.ts';

/** What asking STS needs. */
export interface ProverProps {
  readonly stsUrl: string;
  /** Account of the gateway. An identity of another one is nobody here. */
  readonly account: string;
  readonly fetch: typeof fetch;
}

/**
 * Finds who gives an order: the ARN behind the proof's signature.
 *
 * @throws OperatorError with `actor_unknown` for everything but a plain answer of STS.
 */
export type ProveActor = (proof: ActorProof, order: string) => Promise<string>;

const TIMEOUT_MS = 3000;
/** STS answers in well under 1 KB. */
const MAX_ANSWER_BYTES = 16_384;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[A-Z0-9]{16,128}\/\d{8}\/[a-z0-9-]+\/sts\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}$/;
const SECURITY_TOKEN = /^[A-Za-z0-9+/=_-]+$/;

/**
 * Makes the prover (I6).
 *
 * The caller gives a signature and nothing else: where the request goes and what it says is written here, so a proof
 * cannot point elsewhere, serves for the one order its digest was signed with, and ends when STS says the signature is old.
 */
export function actorProver({ stsUrl, account, fetch }: ProverProps): ProveActor {
  return async (proof, order) => {
    try {
      const headers = headersOf(proof, order);
      const response = await fetch(stsUrl, {
        method: 'POST',
        headers,
        body: IDENTITY_BODY,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status !== 200) throw new Error(`STS answered ${response.status}`);
      return readActor(await readBounded(response, MAX_ANSWER_BYTES), account);
    } catch (cause) {
      throw new OperatorError('actor_unknown', { cause });
    }
  };
}

function headersOf({ authorization, amzDate, securityToken }: ActorProof, order: string): Record<string, string> {
  const signed = AUTHORIZATION.exec(authorization)?.[1];
  if (signed !== signedIdentityHeaders({ temporary: securityToken !== undefined })) {
    throw new Error('the signature does not cover the whole request');
  }
  if (securityToken !== undefined && !SECURITY_TOKEN.test(securityToken)) throw new Error('no session token');
  return {
    ...fixedIdentityHeaders(createHash('sha256').update(order).digest('hex')),
    authorization,
    'x-amz-date': amzDate,
    ...(securityToken !== undefined && { 'x-amz-security-token': securityToken }),
  };
}
