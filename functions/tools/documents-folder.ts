import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Call } from '../runtime/index.ts';

const Environment = z.object({ DOCUMENTS_BUCKET: z.string().min(1) });

/** The caller's own folder in the documents bucket. The lent credentials open this folder and no other. */
export function documentsFolder({ caller, credentials }: Call): {
  readonly Bucket: string;
  readonly prefix: string;
  readonly client: S3Client;
} {
  const { DOCUMENTS_BUCKET: Bucket } = Environment.parse(process.env);
  return { Bucket, prefix: `users/${caller.id}/`, client: new S3Client({ credentials }) };
}
