import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { readDocument } from '../../shared/tools/read-document.ts';
import { ToolError, toolHandler } from '../runtime/index.ts';
import { documentsFolder } from './documents-folder.ts';

/** No document of at most 100,000 characters needs more bytes in UTF-8. */
const MAX_BYTES = 300_000;
const MAX_CHARACTERS = 100_000;

export const handler = toolHandler(readDocument, async ({ name }, call) => {
  const { client, Bucket, prefix } = documentsFolder(call);
  const command = new GetObjectCommand({ Bucket, Key: `${prefix}${name}` });
  const { Body, ContentLength = 0 } = await client.send(command, { abortSignal: call.signal }).catch(explain);
  if (!Body || ContentLength > MAX_BYTES) throw tooLong();
  const text = await Body.transformToString('utf-8');
  if (text.length > MAX_CHARACTERS) throw tooLong();
  return { name, text };
});

function tooLong(): ToolError {
  return new ToolError('This document is too long to read here. Ask the person to open it themselves.');
}

/** S3 tells only those who may list the whole bucket that a key is missing; all others hear `AccessDenied` (S3 API, GetObject). */
const MISSING = ['NoSuchKey', 'AccessDenied'];

function explain(error: unknown): never {
  if (!(error instanceof S3ServiceException && MISSING.includes(error.name))) throw error;
  throw new ToolError('There is no document with that name. Call list_documents to see the names.', { cause: error });
}
