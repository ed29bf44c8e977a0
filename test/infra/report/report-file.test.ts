import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { McpGateway } from '../../../infra/gateway/mcp-gateway.ts';
import { McpUserPool } from '../../../infra/identity/mcp-user-pool.ts';
import { readReport } from '../../../infra/report/read-report.ts';
import { ReportDocument } from '../../../infra/report/report-document.ts';
import { ENTRY, exampleContract, quickApp } from '../example-gateway.ts';

function addGateway(scope: Construct, id: string) {
  const stack = new Stack(scope, id);
  const pool = new McpUserPool(stack, 'People');
  pool.addClient('cli', { callbackUrls: ['http://127.0.0.1/callback'] });
  const gateway = new McpGateway(stack, 'Gateway', { identity: pool });
  return gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY });
}

function written(folder: string): ReportDocument {
  expect(existsSync(join(folder, 'sallyport-report.html'))).toBe(true);
  return ReportDocument.parse(JSON.parse(readFileSync(join(folder, 'sallyport-report.json'), 'utf8')));
}

test('a synth leaves the report in the assembly, and it is the one the command makes', () => {
  const app = quickApp();
  addGateway(app, 'Desk');
  const { directory } = app.synth();
  expect(written(directory)).toEqual(readReport(directory));
  expect(written(directory).gateways.map(({ tools }) => tools.map(({ name }) => name))).toEqual([['look']]);
});

test('gateways of several stacks are in one report, each with its own roles, and so is a right from a later stack', () => {
  const app = quickApp();
  const tool = addGateway(app, 'One');
  addGateway(app, 'Two');
  const later = new Stack(app, 'Later');
  new iam.ManagedPolicy(later, 'More', {
    roles: [tool.callerRole],
    statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:x'] })],
  });
  const { gateways, unplaced } = written(app.synth().directory);
  expect(gateways.map(({ tools: [look] }) => look?.role?.place)).toEqual([
    expect.stringMatching(/^One\/GatewayLookCallerRole/),
    expect.stringMatching(/^Two\/GatewayLookCallerRole/),
  ]);
  expect(gateways.map(({ tools: [look] }) => look?.role?.statements.length)).toEqual([1, 0]);
  expect(unplaced).toEqual([]);
});

test('each stage has a report of its own, and the command shows all', () => {
  const app = quickApp();
  addGateway(new Stage(app, 'Beta'), 'Desk');
  addGateway(new Stage(app, 'Prod'), 'Desk');
  const { directory } = app.synth();
  expect(written(join(directory, 'assembly-Beta')).gateways).toHaveLength(1);
  expect(readReport(directory).gateways).toHaveLength(2);
});
