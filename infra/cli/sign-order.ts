import { createHash } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { fixedIdentityHeaders, IDENTITY_BODY } from '../../shared/identity-request.ts';
import { ActorProof, type OperatorOrder, type OperatorRequest } from '../../shared/operator-request.ts';
import type { OperatorPlace } from './operator-place.ts';

/** Writes an order and proves who gives it: a signature that STS knows, good for this order only and for some minutes. */
export async function signOrder(
  order: OperatorOrder,
  { region, keys, stsUrl }: Pick<OperatorPlace, 'region' | 'keys' | 'stsUrl'>,
  now: Date,
): Promise<OperatorRequest> {
  const text = JSON.stringify(order);
  const { host, protocol } = new URL(stsUrl);
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    region,
    service: 'sts',
    sha256: Sha256,
    applyChecksum: false,
  });
  const request = new HttpRequest({
    protocol,
    method: 'POST',
    path: '/',
    headers: { host, ...fixedIdentityHeaders(createHash('sha256').update(text).digest('hex')) },
    body: IDENTITY_BODY,
  });
  const { headers } = await signer.sign(request, { signingDate: now });
  return {
    version: 1,
    order: text,
    proof: ActorProof.parse({
      authorization: headers.authorization,
      amzDate: headers['x-amz-date'],
      ...(sessionToken !== undefined && { securityToken: sessionToken }),
    }),
  };
}
