import { ORDER_DIGEST_HEADER } from './operator-request.ts';

/** Body of the request that asks STS who signed it (AWS STS API reference, GetCallerIdentity). */
export const IDENTITY_BODY = 'Action=GetCallerIdentity&Version=2011-06-15';

/** STS of a region; it alone says which ARN is behind a signature. */
export function stsUrl(region: string): string {
  return `https://sts.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}

/** Headers of the request that both sides know without telling each other; `host` is that of the URL. */
export function fixedIdentityHeaders(orderDigest: string): Record<string, string> {
  return { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', [ORDER_DIGEST_HEADER]: orderDigest };
}

/** What the signature covers, in the form of SigV4's `SignedHeaders`: all of the request, and nothing else. */
export function signedIdentityHeaders({ temporary }: { readonly temporary: boolean }): string {
  const names = ['content-type', 'host', 'x-amz-date', ORDER_DIGEST_HEADER];
  return (temporary ? [...names, 'x-amz-security-token'] : names).toSorted().join(';');
}
