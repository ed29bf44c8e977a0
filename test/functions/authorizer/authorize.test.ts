import type { APIGatewayAuthorizerResult, Context } from 'aws-lambda';
import { beforeAll, expect, test, vi } from 'vitest';
import { authorizer } from '../../../functions/authorizer/authorize.ts';
import { type CheckStops, stopChecker } from '../../../functions/authorizer/check-stops.ts';
import { refusalRecorder } from '../../../functions/authorizer/record-refusal.ts';
import type { VerifyToken } from '../../../functions/authorizer/verify-token.ts';
import { AuditRecord } from '../../../shared/audit-record.ts';
import { readAuthorizerContext } from '../../../shared/authorizer-context.ts';
import { ContractFile, describeTool } from '../../../shared/contract-document.ts';
import { DISABLED_TOOLS_KEY, stopUserKey } from '../../../shared/state-table.ts';
import { getOrder } from '../../../shared/tools/get-order.ts';
import { saveDocument } from '../../../shared/tools/save-document.ts';
import { policiesOf } from '../policy/policies-of.ts';
import { stop, stopsIn } from './state-fixture.ts';
import {
  authorizerEvent,
  RESOURCE,
  SCOPE_PREFIX,
  sign,
  type TestIssuer,
  testIssuer,
  verifierOf,
} from './token-fixture.ts';

const contracts = ContractFile.parse({
  baselineScopes: ['orders.read'],
  listing: 'permitted',
  policies: false,
  tools: [describeTool(getOrder), describeTool(saveDocument)],
});

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await testIssuer();
});

function setup({
  verifyToken = verifierOf(issuer),
  checkStops = stopsIn({}),
  brokenLog = false,
  policies,
}: {
  verifyToken?: VerifyToken;
  checkStops?: CheckStops;
  brokenLog?: boolean;
  policies?: string;
} = {}) {
  const records: AuditRecord[] = [];
  const lines: string[] = [];
  const writer = {
    write: async (record: AuditRecord) => {
      if (brokenLog) throw new Error('the log is down');
      records.push(AuditRecord.parse(record));
    },
  };
  const recordRefusal = refusalRecorder({
    writer,
    gateway: 'mcp',
    now: () => new Date(),
    randomUUID: () => 'id-1',
  });
  const authorize = authorizer({
    resource: RESOURCE,
    scopePrefix: SCOPE_PREFIX,
    verifyToken,
    checkStops,
    contracts,
    policies: policies === undefined ? undefined : policiesOf(policies, contracts.tools),
    recordRefusal,
    log: (line) => lines.push(line),
  });
  const ask = (headers: Record<string, string[]>, query?: Record<string, string>) =>
    authorize(authorizerEvent(headers, query), context());
  return { ask, records, lines };
}

function context(): Context {
  return JSON.parse('{}');
}

async function bearer(changes?: Record<string, unknown>): Promise<Record<string, string[]>> {
  return { Authorization: [`Bearer ${await sign(issuer, changes)}`] };
}

function effectOf({ policyDocument }: APIGatewayAuthorizerResult): unknown {
  return policyDocument.Statement;
}

const callOf = (name: string) => ({ 'Mcp-Method': ['tools/call'], 'Mcp-Name': [name] });

test('lets a good token pass for exactly the method asked for, and says who it is (B1)', async () => {
  const { ask, records } = setup();
  const answer = await ask({ ...(await bearer()), ...callOf('get_order') });
  expect(effectOf(answer)).toEqual([
    {
      Action: 'execute-api:Invoke',
      Effect: 'Allow',
      Resource: 'arn:aws:execute-api:eu-central-1:111122223333:api/prod/POST/mcp',
    },
  ]);
  expect(readAuthorizerContext(answer.context)).toMatchObject({
    caller: { username: 'alice' },
    scopes: ['orders.read'],
  });
  expect(records).toEqual([]);
});

test('never hands the token on (B8)', async () => {
  const { ask } = setup();
  const headers = await bearer();
  const [, token] = headers.Authorization?.[0]?.split(' ') ?? [];
  expect(JSON.stringify(await ask(headers))).not.toContain(token);
});

test('answers a missing scope with 403 and every scope the call needs (B3, C6)', async () => {
  const { ask } = setup();
  const answer = await ask({ ...(await bearer()), ...callOf('save_document') });
  expect(answer.policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
  expect(answer.context?.challenge).toBe(
    `Bearer error="insufficient_scope", scope="${SCOPE_PREFIX}documents.write ${SCOPE_PREFIX}orders.read", ` +
      'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"',
  );
});

const READERS_ONLY = '@id("readers") permit (principal, action, resource) when { resource.effect == "read" };';

test('names no scope of a tool that the policies would never let this caller call: it is an unknown one (C3)', async () => {
  const { ask } = setup({ policies: READERS_ONLY });
  const hidden = await ask({ ...(await bearer()), ...callOf('save_document') });
  const unknown = await ask({ ...(await bearer()), ...callOf('unknown_tool') });
  expect(hidden.policyDocument.Statement[0]).toMatchObject({ Effect: 'Allow' });
  expect(hidden).toEqual(unknown);
  const none = await ask({ ...(await bearer({ scope: 'openid' })), ...callOf('save_document') });
  expect(none.policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
  expect(none.context?.challenge).not.toContain('documents.write');
});

test('still names the scope of a tool that a policy could permit (B3)', async () => {
  const { ask } = setup({ policies: '@id("all") permit (principal, action, resource);' });
  const answer = await ask({ ...(await bearer()), ...callOf('save_document') });
  expect(answer.context?.challenge).toContain('documents.write');
});

test('decides on the decoded name of a tool (A4)', async () => {
  const { ask } = setup();
  const encoded = `=?base64?${Buffer.from('save_document').toString('base64')}?=`;
  expect((await ask({ ...(await bearer()), ...callOf(encoded) })).policyDocument.Statement[0]).toMatchObject({
    Effect: 'Deny',
  });
});

test.each([
  ['without MCP headers, as older clients ask', {}],
  ['for a tool nobody knows: only the gateway says that', callOf('unknown_tool')],
  ['for two tools at once: the gateway refuses that', { ...callOf('x'), 'Mcp-Name': ['save_document', 'get_order'] }],
  ['for the list of tools', { 'Mcp-Method': ['tools/list'] }],
])('asks for any scope of this gateway %s (C3)', async (_, headers) => {
  const { ask } = setup();
  expect((await ask({ ...(await bearer()), ...headers })).policyDocument.Statement[0]).toMatchObject({
    Effect: 'Allow',
  });
  const none = await ask({ ...(await bearer({ scope: 'openid' })), ...headers });
  expect(none.policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
});

test('answers a refused token with the one word that makes API Gateway answer 401 (B3)', async () => {
  const { ask } = setup();
  await expect(ask({})).rejects.toThrow(/^Unauthorized$/);
  await expect(ask(await bearer({ exp: 1 }))).rejects.toThrow(/^Unauthorized$/);
  await expect(ask(await bearer(), { access_token: 'x' })).rejects.toThrow(/^Unauthorized$/);
});

test('leaves exactly one record of every refusal, with no word of the token in it (I1, B8)', async () => {
  const { ask, records } = setup();
  const headers = await bearer({ sub: 'marker-sub', exp: 1 });
  await ask(headers).catch(() => undefined);
  await ask({ ...(await bearer()), ...callOf('save_document') });
  expect(records).toHaveLength(2);
  expect(records[0]).toMatchObject({ outcome: 'refused', reason: 'token_refused', detail: 'The token had expired.' });
  expect(records[0]).not.toHaveProperty('caller');
  expect(records[1]).toMatchObject({ reason: 'insufficient_scope', tool: 'save_document', effect: 'write' });
  expect(records[1]?.caller?.username).toBe('alice');
  expect(JSON.stringify(records)).not.toMatch(/marker-sub|eyJ/);
});

test.each(['2026-07-28\u001b[31m', 'a version', '1'.repeat(33)])(
  'no text but a version gets from a header into a record: not %j (I8)',
  async (version) => {
    const { ask, records } = setup();
    await ask({ 'MCP-Protocol-Version': [version] }).catch(() => undefined);
    await ask({ 'MCP-Protocol-Version': ['2026-07-28'] }).catch(() => undefined);
    expect(records.map(({ protocolVersion }) => protocolVersion)).toEqual([undefined, '2026-07-28']);
  },
);

test('keys that cannot be read give 500, never access, and one record (B2, I1)', async () => {
  const verifyToken = verifierOf(issuer, {}, async () => Promise.reject(new Error('down')));
  const { ask, records, lines } = setup({ verifyToken });
  await expect(ask(await bearer())).rejects.toThrow('could not be authorized');
  expect(records).toMatchObject([{ outcome: 'failed', reason: 'keys_unreachable' }]);
  expect(lines.join()).toContain('down');
});

test('a revoked token is answered with 401, and its record names whose it was (B7, I1)', async () => {
  const { ask, records } = setup({ checkStops: stopsIn({ [stopUserKey('bob')]: stop('disabledAt', 1) }) });
  await expect(ask(await bearer({ sub: 'bob', username: 'bob' }))).rejects.toThrow(/^Unauthorized$/);
  expect(records).toMatchObject([
    { outcome: 'refused', reason: 'token_refused', detail: 'The caller is switched off.', caller: { subject: 'bob' } },
  ]);
});

test('nothing passes while stops cannot be read: 500, one record, the cause in the log alone (B7, I1)', async () => {
  const checkStops = stopChecker(async () => Promise.reject(new Error('the table is down')));
  const { ask, records, lines } = setup({ checkStops });
  await expect(ask(await bearer())).rejects.toThrow(/^The request could not be authorized$/);
  expect(records).toMatchObject([{ outcome: 'failed', reason: 'state_unreachable', caller: { username: 'alice' } }]);
  expect(JSON.stringify(records)).not.toContain('the table is down');
  expect(lines.join()).toContain('the table is down');
});

test('the table is asked about no token that is not genuine, alive and ours (B7)', async () => {
  const checkStops = vi.fn(stopsIn({}));
  const { ask } = setup({ checkStops });
  for (const changes of [
    { exp: 1 },
    { iss: 'https://x.example' },
    { aud: 'https://x.example' },
    { client_id: undefined },
  ]) {
    await expect(ask(await bearer(changes))).rejects.toThrow(/^Unauthorized$/);
  }
  expect(checkStops).not.toHaveBeenCalled();
});

test('a tool that is switched off gets no challenge: the gateway answers as for an unknown one (C3)', async () => {
  const { ask } = setup({ checkStops: stopsIn({ [DISABLED_TOOLS_KEY]: { tools: { SS: ['save_document'] } } }) });
  const answer = await ask({ ...(await bearer()), ...callOf('save_document') });
  expect(answer.policyDocument.Statement[0]).toMatchObject({ Effect: 'Allow' });
  expect(readAuthorizerContext(answer.context).disabledTools).toEqual(['save_document']);
});

test('anything unexpected gives 500 without a word about the cause (A10)', async () => {
  const { ask, records } = setup({
    verifyToken: async () => {
      throw new TypeError('marker at /var/task');
    },
  });
  await expect(ask(await bearer())).rejects.toThrow(/^The request could not be authorized$/);
  expect(records).toMatchObject([{ outcome: 'failed', reason: 'unexpected' }]);
});

test('a record that cannot be written never turns a refusal into access (I3)', async () => {
  const { ask, lines } = setup({ brokenLog: true });
  await expect(ask({})).rejects.toThrow(/^Unauthorized$/);
  const denied = await ask({ ...(await bearer()), ...callOf('save_document') });
  expect(denied.policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
  expect(lines).toHaveLength(2);
});
