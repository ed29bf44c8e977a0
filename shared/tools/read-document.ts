import * as z from 'zod';
import { defineTool } from '../tool-contract.ts';
import { DocumentName } from './list-documents.ts';

export const readDocument = defineTool({
  name: 'read_document',
  title: 'Read a document',
  description: 'Reads one text document from the signed-in customer’s folder. Find names with list_documents.',
  effect: 'read',
  scope: 'documents.read',
  input: z.strictObject({ name: DocumentName }),
  output: z.strictObject({ name: z.string().max(80), text: z.string().max(100_000) }),
});
