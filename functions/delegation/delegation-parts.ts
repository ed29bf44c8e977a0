import type { KMSClient } from '@aws-sdk/client-kms';

/** What the function keeps between requests. */
export interface DelegationParts {
  readonly kms: Pick<KMSClient, 'send'>;
  readonly keyArn: string;
  readonly log: (line: string) => void;
}
