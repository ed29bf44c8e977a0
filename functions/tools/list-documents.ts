import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DocumentName, listDocuments } from '../../shared/tools/list-documents.ts';
import { toolHandler } from '../runtime/index.ts';
import { documentsFolder } from './documents-folder.ts';

export const handler = toolHandler(listDocuments, async ({ limit }, call) => {
  const { client, Bucket, prefix } = documentsFolder(call);
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket, Prefix: prefix, Delimiter: '/', MaxKeys: limit }),
    { abortSignal: call.signal },
  );
  const documents = Contents.map(({ Key = '', Size = 0 }) => ({ name: Key.slice(prefix.length), bytes: Size }));
  // Objects this tool did not write may have other names, the folder's own marker an empty one: nobody could read them.
  return { documents: documents.filter(({ name }) => DocumentName.safeParse(name).success) };
});
