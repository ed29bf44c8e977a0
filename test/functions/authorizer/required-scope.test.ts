import { expect, test } from 'vitest';
import { challengeScopes, namedTool } from '../../../functions/authorizer/required-scope.ts';
import { ContractFile, describeTool } from '../../../shared/contract-document.ts';
import { getOrder } from '../../../shared/tools/get-order.ts';
import { saveDocument } from '../../../shared/tools/save-document.ts';
import { authorizerEvent } from './token-fixture.ts';

const headers = { 'Mcp-Method': ['tools/call'], 'Mcp-Name': ['save_document'] };

function fileWith(listing: 'permitted' | 'callable'): ContractFile {
  return ContractFile.parse({
    baselineScopes: ['documents.read'],
    listing,
    policies: false,
    tools: [describeTool(saveDocument), describeTool(getOrder)],
  });
}

test('the headers of a call name the tool whose scope is needed (C2)', () => {
  expect(namedTool(authorizerEvent(headers), fileWith('permitted'), [])?.name).toBe('save_document');
});

test('where tools without scope stay hidden, no challenge shows that one exists (C3)', () => {
  expect(namedTool(authorizerEvent(headers), fileWith('callable'), [])).toBeUndefined();
});

test('a tool that is switched off is challenged for no more than an unknown one (C3)', () => {
  expect(namedTool(authorizerEvent(headers), fileWith('permitted'), ['save_document'])).toBeUndefined();
  expect(namedTool(authorizerEvent(headers), fileWith('permitted'), ['get_order'])?.name).toBe('save_document');
});

test('a step-up names every scope the token has, the first ones and the one it lacks, once and in order (B3, C6)', () => {
  const [save] = fileWith('permitted').tools;
  expect(challengeScopes(fileWith('permitted'), save, ['orders.read', 'documents.read'])).toEqual([
    'documents.read',
    'documents.write',
    'orders.read',
  ]);
});

test('a scope that no tool has any more is not asked for again: the issuer would refuse the whole request (B3)', () => {
  expect(challengeScopes(fileWith('permitted'), undefined, ['gone.scope', 'x" y'])).toEqual(['documents.read']);
});
