import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decideRow, readPolicyTable } from '../../infra/cli/policy-table.ts';
import { compilePolicies } from '../../infra/policy/compile-policies.ts';
import { loadCedar } from '../../infra/policy/load-cedar.ts';
import { describeTool } from '../../shared/contract-document.ts';
import { policyEngine } from '../../shared/policy-engine.ts';
import { getOrder } from '../../shared/tools/get-order.ts';
import { listDocuments } from '../../shared/tools/list-documents.ts';
import { listOrders } from '../../shared/tools/list-orders.ts';
import { readDocument } from '../../shared/tools/read-document.ts';
import { saveDocument } from '../../shared/tools/save-document.ts';

const TOOLS = [getOrder, listDocuments, listOrders, readDocument, saveDocument].map((tool) => describeTool(tool));
const TABLE = 'infra/policies/support-desk.test.jsonl';

const compiled = compilePolicies('infra/policies', TOOLS);
if (!compiled.ok) throw new Error(compiled.problems.join('\n'));
const engine = policyEngine(loadCedar(), compiled.file);

test.each(readPolicyTable(TABLE, readFileSync(TABLE, 'utf8')))('support desk: $note (C2)', (row) => {
  expect(decideRow(row, engine, TOOLS)).toMatchObject({ verdict: row.expect });
});
