import * as z from 'zod';
import { sensitive } from '../sensitive.ts';
import { defineTool } from '../tool-contract.ts';
import { DocumentName } from './list-documents.ts';

export const saveDocument = defineTool({
  name: 'save_document',
  title: 'Save a document',
  description: 'Writes a text document into the signed-in customer’s folder, replacing one of the same name.',
  effect: 'write',
  scope: 'documents.write',
  input: z.strictObject({ name: DocumentName, text: sensitive(z.string().max(100_000)) }),
  output: z.strictObject({ name: z.string().max(80), bytes: z.int().min(0).max(1_000_000) }),
});
