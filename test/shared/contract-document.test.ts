import { expect, test } from 'vitest';
import * as z from 'zod';
import { ContractDocument, describeTool } from '../../shared/contract-document.ts';
import { SENSITIVE_KEYWORD, sensitive, withoutMarks } from '../../shared/sensitive.ts';
import { defineTool } from '../../shared/tool-contract.ts';

const contract = defineTool({
  name: 'save_note',
  title: 'Save a note',
  description: 'Saves a note.',
  effect: 'write',
  input: z.strictObject({ text: sensitive(z.string().max(9)), copies: z.int().min(1).max(3).default(1) }),
  output: z.strictObject({ copies: z.int().min(1).max(3) }),
});

test('a described contract is what the gateway reads back', () => {
  expect(ContractDocument.parse(JSON.parse(JSON.stringify(describeTool(contract))))).toEqual(describeTool(contract));
});

test('a field with a default is optional for the model, and required in what the tool sees', () => {
  expect(describeTool(contract).inputSchema.required).toEqual(['text']);
});

test('unknown fields are refused by the schema the client sees', () => {
  expect(describeTool(contract).inputSchema.additionalProperties).toBe(false);
});

test('a sensitive mark is kept for the gateway and never shown to clients (E8)', () => {
  const { inputSchema } = describeTool(contract);
  expect(JSON.stringify(inputSchema)).toContain(SENSITIVE_KEYWORD);
  expect(JSON.stringify(withoutMarks(inputSchema))).not.toContain(SENSITIVE_KEYWORD);
  expect(withoutMarks(inputSchema).properties).toHaveProperty('text.maxLength', 9);
});
