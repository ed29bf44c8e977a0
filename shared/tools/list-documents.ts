import * as z from 'zod';
import { defineTool } from '../tool-contract.ts';

/** Name of a document inside the caller's own folder. */
export const DocumentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$/)
  .max(80);

export const listDocuments = defineTool({
  name: 'list_documents',
  title: 'List documents',
  description: 'Lists the names and sizes of the documents in the signed-in customer’s folder.',
  effect: 'read',
  scope: 'documents.read',
  input: z.strictObject({ limit: z.int().min(1).max(100).default(50) }),
  output: z.strictObject({
    documents: z.array(z.strictObject({ name: z.string().max(80), bytes: z.int().min(0).max(1_000_000_000) })).max(100),
  }),
});
