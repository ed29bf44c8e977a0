import { PutObjectCommand } from '@aws-sdk/client-s3';
import { saveDocument } from '../../shared/tools/save-document.ts';
import { toolHandler } from '../runtime/index.ts';
import { documentsFolder } from './documents-folder.ts';

export const handler = toolHandler(saveDocument, async ({ name, text }, call) => {
  const { client, Bucket, prefix } = documentsFolder(call);
  const Body = Buffer.from(text, 'utf-8');
  await client.send(
    new PutObjectCommand({ Bucket, Key: `${prefix}${name}`, Body, ContentType: 'text/plain; charset=utf-8' }),
    { abortSignal: call.signal },
  );
  return { name, bytes: Body.byteLength };
});
