import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '../../infra/local/issuer/people.ts';
import { type Running, startFixture } from './local-mode.ts';
import { rawCall } from './raw-request.ts';

let running: Running;
let token: string;

beforeAll(async () => {
  running = await startFixture();
  token = await running.token({ user: 'alice', scopes: ['fixture'] });
});
afterAll(() => running.close());

const bob = PEOPLE.find(({ username }) => username === 'bob')?.subject ?? '';

async function attempt(name: string, target = '') {
  const seen = running.events.length;
  const answer = await rawCall(running.endpoint, token, 'hostile', { attempt: name, target });
  const denials = running.events.slice(seen).filter(({ event }) => event === 'denied');
  return { told: answer.message.result?.structuredContent, denials: denials.map((denial) => JSON.stringify(denial)) };
}

function roleOf(tool: string): string {
  const role = running.localMode.stack.ofType('AWS::IAM::Role').find(({ physicalId }) => physicalId === `mcp-${tool}`);
  return role?.arn ?? '';
}

test('the tool’s own rights work, so that a refusal below says something', async () => {
  expect((await attempt('own_row')).told).toMatchObject({ succeeded: true });
});

describe('with everything the tool was granted, it cannot', () => {
  test.each([
    ['foreign_row', 'dynamodb:GetItem'],
    ['foreign_query', 'dynamodb:Query'],
    ['write_foreign_row', 'dynamodb:PutItem'],
    ['scan', 'dynamodb:Scan'],
    ['read_foreign_document', 's3:GetObject'],
    ['list_foreign_folder', 's3:ListBucket'],
    ['list_whole_bucket', 's3:ListBucket'],
    ['write_foreign_document', 's3:PutObject'],
  ])('%s: %s is denied by policy, and the deciding statement is shown (B9, D9)', async (name, action) => {
    const { told, denials } = await attempt(name, bob);
    expect(told).toMatchObject({ succeeded: false, error: expect.stringMatching(/AccessDenied/) });
    expect(denials.join()).toContain(action);
    expect(denials.join()).toMatch(/statement/);
  });

  test.each([
    ['assume_own_caller_role', () => roleOf('hostile')],
    ['assume_foreign_caller_role', () => roleOf('get_order')],
    ['assume_with_own_role', () => roleOf('hostile')],
  ])('%s: borrowing is the gateway’s alone (D1, C4)', async (name, target) => {
    expect(target()).toMatch(/^arn:aws:iam::\d+:role\/sallyport\/mcp\/mcp-/);
    const { told, denials } = await attempt(name, target());
    expect(told).toMatchObject({ succeeded: false, error: expect.stringMatching(/AccessDenied/) });
    expect(denials.join()).toContain('sts:AssumeRole');
  });

  test('assume_as_another_caller: whose loan it is goes along a chain of roles and cannot be said again (B9)', async () => {
    const { told } = await attempt('assume_as_another_caller', roleOf('hostile'));
    expect(told).toMatchObject({ succeeded: false, error: 'InvalidParameterValue' });
    expect(told?.message).toContain('caller');
  });

  test.each([
    ['invoke_foreign_tool', 'mcp-get_order', 'lambda:InvokeFunction'],
    ['row_with_own_role', '', 'dynamodb:GetItem'],
  ])('%s: there is no way around the gateway (C5, D1)', async (name, target, action) => {
    const { told, denials } = await attempt(name, target);
    expect(told).toMatchObject({ succeeded: false, error: expect.stringMatching(/AccessDenied/) });
    expect(denials.join()).toContain(action);
  });

  test('invoke_gateway: the gateway’s function opens to API Gateway only (C5)', async () => {
    const gateway = running.localMode.stack
      .ofType('AWS::Lambda::Function')
      .find(({ path }) => path.includes('Gateway/Function'));
    const { told, denials } = await attempt('invoke_gateway', gateway?.physicalId);
    expect(gateway).toBeDefined();
    expect(told).toMatchObject({ succeeded: false, error: expect.stringMatching(/AccessDenied/) });
    expect(denials.join()).toContain('lambda:InvokeFunction');
  });

  test.each([
    ['write_audit_log', () => running.localMode.state.auditLogGroup, 'logs:PutLogEvents'],
    ['read_audit_log', () => running.localMode.state.auditLogGroup, 'logs:FilterLogEvents'],
    ['write_foreign_log', foreignLogGroup, 'logs:PutLogEvents'],
  ])('%s: no record is forged and none is read (I5)', async (name, target, action) => {
    const before = running.records().length;
    const { told, denials } = await attempt(name, target());
    expect(told).toMatchObject({ succeeded: false, error: expect.stringMatching(/AccessDenied/) });
    expect(denials.join()).toContain(action);
    expect(running.records()).toHaveLength(before + 1);
  });

  test.each([
    ['foreign_environment', ''],
    ['foreign_files', `${process.cwd()}/.sallyport/dev.json`],
    ['foreign_files', '/etc/passwd'],
    ['start_process', ''],
  ])('%s %s: the process fence keeps it in (D1)', async (name, target) => {
    const { told } = await attempt(name, target);
    expect(told).toMatchObject({ succeeded: false, error: 'ERR_ACCESS_DENIED' });
  });
});

function foreignLogGroup(): string {
  const groups = running.localMode.stack.ofType('AWS::Logs::LogGroup');
  return groups.find(({ path }) => path.includes('GetOrder'))?.physicalId ?? '';
}
