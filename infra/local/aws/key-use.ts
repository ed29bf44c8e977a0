import type { VerifiedRequest } from './aws-service.ts';

/** A use of a KMS key by another service in the caller's name. */
export interface ServiceKeyUse {
  readonly action: 'kms:Decrypt' | 'kms:GenerateDataKey';
  /** Service that asks, for example `s3`. */
  readonly via: string;
  readonly encryptionContext: { readonly [name: string]: string };
}

/** What services that encrypt with a customer's key ask of KMS: whether this caller may use the key through them. */
export interface KeyUse {
  /** @throws AwsError `access_denied`. */
  requireUse(request: VerifiedRequest, keyId: string, use: ServiceKeyUse): void;
}
