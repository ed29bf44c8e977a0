import { expect, test } from 'vitest';
import { namedTool } from '../../../functions/authorizer/required-scope.ts';
import { ContractFile, describeTool } from '../../../shared/contract-document.ts';
import { saveDocument } from '../../../shared/tools/save-document.ts';
import { authorizerEvent } from './token-fixture.ts';

const headers = { 'Mcp-Method': ['tools/call'], 'Mcp-Name': ['save_document'] };

function fileWith(listing: 'permitted' | 'callable'): ContractFile {
  return ContractFile.parse({ baselineScopes: ['documents.read'], listing, tools: [describeTool(saveDocument)] });
}

test('the headers of a call name the tool whose scope is needed (C2)', () => {
  expect(namedTool(authorizerEvent(headers), fileWith('permitted'))?.name).toBe('save_document');
});

test('where tools without scope stay hidden, no challenge shows that one exists (C3)', () => {
  expect(namedTool(authorizerEvent(headers), fileWith('callable'))).toBeUndefined();
});
