import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { McpGateway } from '../../../infra/gateway/mcp-gateway.ts';
import { McpUserPool } from '../../../infra/identity/mcp-user-pool.ts';
import { StateTable } from '../../../infra/state/state-table.ts';
import { CONTRACT_PACKAGE, ContractFile } from '../../../shared/contract-document.ts';
import { ENTRY, exampleContract, exampleGateway, exampleTool, quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const synth = ({ stack }: { stack: Stack }) => Template.fromStack(stack);

describe('the endpoint', () => {
  const template = plainTemplate(exampleTool().stack);
  const pathOf = new Map(ofType(template, 'AWS::ApiGateway::Resource').map(([id, it]) => [`<${id}>`, it.PathPart]));
  const methods = ofType(template, 'AWS::ApiGateway::Method').map(([, it]) => it);

  test('has no method without the authorizer besides metadata documents and the sign-in (A8)', () => {
    const [[authorizer] = []] = ofType(template, 'AWS::ApiGateway::Authorizer');
    const guarded = methods.filter(
      ({ AuthorizationType, AuthorizerId }) => AuthorizationType === 'CUSTOM' && AuthorizerId === `<${authorizer}>`,
    );
    const open = methods.filter((method) => !guarded.includes(method));

    expect(guarded.map(({ HttpMethod }) => HttpMethod)).toEqual(['POST', 'GET', 'DELETE']);
    expect(open.map(({ HttpMethod, ResourceId }) => [HttpMethod, pathOf.get(String(ResourceId))])).toEqual([
      ['GET', 'authorize'],
      ['POST', 'consent'],
      ['GET', 'callback'],
      ['POST', 'token'],
      ['GET', 'oauth-authorization-server'],
      ['GET', 'openid-configuration'],
      ['GET', 'oauth-protected-resource'],
      ['GET', 'mcp'],
    ]);
    for (const { Integration } of open.slice(-4)) expect(Integration).toMatchObject({ Type: 'MOCK' });
  });

  test('has no other open method than metadata documents where no facade is needed (A8)', () => {
    const bare = plainTemplate(exampleTool({}, { facade: false }).stack);
    const open = ofType(bare, 'AWS::ApiGateway::Method').filter(([, it]) => it.AuthorizationType === 'NONE');
    expect(open.map(([, { Integration }]) => Integration)).toMatchObject([{ Type: 'MOCK' }, { Type: 'MOCK' }]);
  });

  test('asks the authorizer on every request, also on one without a token (B7)', () => {
    expect(ofType(template, 'AWS::ApiGateway::Authorizer')).toEqual([
      [
        expect.any(String),
        expect.objectContaining({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0, IdentitySource: '' }),
      ],
    ]);
  });

  test('streams what the gateway answers, for as long as the gateway may run', () => {
    for (const { Integration } of methods.filter(({ AuthorizationType }) => AuthorizationType === 'CUSTOM')) {
      expect(Integration).toMatchObject({
        Type: 'AWS_PROXY',
        ResponseTransferMode: 'STREAM',
        TimeoutInMillis: 60_000,
        Uri: expect.stringMatching(/response-streaming-invocations$/),
      });
    }
  });

  test('lets only its own stage start the gateway and the sign-in, and no test button (C5)', () => {
    const permissions = ofType(template, 'AWS::Lambda::Permission').map(([, it]) => it);
    const routes = '(POST|GET|DELETE)/mcp|GET/oauth/authorize|POST/oauth/consent|GET/oauth/callback|POST/oauth/token';
    const api = new RegExp(`:<GatewayApi\\w+>/(<GatewayApiDeploymentStageprod\\w+>/(${routes})|authorizers/<\\w+>)$`);
    expect(permissions).toHaveLength(8);
    for (const permission of permissions) {
      expect(permission).toMatchObject({
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: expect.stringMatching(api),
      });
    }
  });

  test('has no function that is reachable by an address of its own (A8)', () => {
    expect(ofType(template, 'AWS::Lambda::Url')).toEqual([]);
  });

  test('is named without its stage, so that the OAuth resource can be known early', () => {
    const { gateway } = exampleGateway({ stageName: 'v1' });
    expect(gateway.endpointUrl).toMatch(/^https:\/\/.*\.execute-api\..*\/v1\/mcp$/);
  });
});

test('every tool is bounded by the policy through which its lent sessions can be ended (B7)', () => {
  const template = plainTemplate(exampleTool().stack);
  const [[boundary] = []] = ofType(template, 'AWS::IAM::ManagedPolicy');
  const lent = ofType(template, 'AWS::IAM::Role').filter(([, { Path }]) => Path === '/sallyport/mcp/');
  expect(lent.map(([, { PermissionsBoundary }]) => PermissionsBoundary)).toEqual([`<${boundary}>`]);
});

test('an operator may start the operator function and nothing else (C4, I6)', () => {
  const { stack, gateway } = exampleTool();
  gateway.grantOperate(new iam.Role(stack, 'OnCall', { assumedBy: new iam.AccountPrincipal('123456789012') }));
  const { statements } = roleOf(plainTemplate(stack), 'OnCall');
  const operator = expect.stringMatching(/^<GatewayOperatorFunction\w+\.Arn>$/);
  expect(statements).toEqual([{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [operator] }]);
});

test('state can live in a table of the team’s own', () => {
  const stack = new Stack(quickApp(), 'Example');
  const stateTable = new StateTable(stack, 'Shared');
  const identity = new McpUserPool(stack, 'People');
  identity.addClient('cli', { callbackUrls: ['http://127.0.0.1/callback'] });
  const gateway = new McpGateway(stack, 'Gateway', { identity, stateTable });
  gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY });
  expect(ofType(plainTemplate(stack), 'AWS::DynamoDB::Table')).toHaveLength(1);
});

describe('a gateway fails at synth', () => {
  test('without a tool', () => {
    expect(() => synth(exampleGateway())).toThrow('a gateway needs a tool: call addTool()');
  });

  test('when two tools share a name (E9)', () => {
    const { gateway } = exampleTool();
    expect(() => gateway.addTool('Again', { contract: exampleContract('look'), entry: ENTRY })).toThrow(
      'Example/Gateway: tool names are unique in a gateway, got "look" twice',
    );
  });

  test.each(['Look', 'look-up', 'look*', 'l'.repeat(41)])(
    'when a tool is named %j, past defineTool() (C6, E9)',
    (name) => {
      const { gateway } = exampleGateway();
      const contract = { ...exampleContract('look'), name };
      expect(() => gateway.addTool('Tool', { contract, entry: ENTRY })).toThrow('tool names are snake_case');
    },
  );

  test('when a contract lets through more than it says, past defineTool() (F1)', () => {
    const { gateway } = exampleGateway();
    const contract = { ...exampleContract('look'), input: z.object({ anything: z.string() }) };
    expect(() => gateway.addTool('Tool', { contract, entry: ENTRY })).toThrow('look: input');
  });

  test('when no tool only reads and no baseline is named (C6)', () => {
    const parts = exampleGateway();
    parts.gateway.addTool('Save', { contract: exampleContract('save', 'write'), entry: ENTRY });
    expect(() => synth(parts)).toThrow("no tool's effect is 'read', so name the scopes a first sign-in asks for");
  });

  test.each(['*', 'other.read'])('when the baseline names %s, which no tool has (C6)', (scope) => {
    expect(() => synth(exampleTool({ baselineScopes: [scope] }))).toThrow(
      `baselineScopes names scopes that a tool has, got "${scope}"`,
    );
  });

  test('when no client could call', () => {
    const stack = new Stack(quickApp(), 'Example');
    const gateway = new McpGateway(stack, 'Gateway', { identity: new McpUserPool(stack, 'People') });
    gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY });
    expect(() => synth({ stack })).toThrow('nobody could call: add a client to the identity source');
  });

  test('unless clients can come in by their metadata documents', () => {
    const stack = new Stack(quickApp(), 'Example');
    const identity = new McpUserPool(stack, 'People', { clientDocumentHosts: ['app.example.com'] });
    new McpGateway(stack, 'Gateway', { identity }).addTool('Look', { contract: exampleContract('look'), entry: ENTRY });
    expect(() => synth({ stack })).not.toThrow();
  });

  test('when a first sign-in would ask for all scopes and for some (C6)', () => {
    expect(() => exampleGateway({ firstChallenge: 'all', baselineScopes: ['look'] })).toThrow(
      "Example/Gateway: firstChallenge 'all' asks for every scope, so baselineScopes names none",
    );
  });

  test('when a tool may run longer than a call (D6)', () => {
    const { gateway } = exampleGateway({ timeout: Duration.seconds(30) });
    const slow = { contract: exampleContract('look'), entry: ENTRY, timeout: Duration.seconds(21) };
    expect(() => gateway.addTool('Look', slow)).toThrow('a tool of this gateway ends after 20 seconds, got 21');
  });

  test.each(['Mcp', 'a_b', '', 'a'.repeat(21)])('when its name is %j', (gatewayName) => {
    expect(() => exampleGateway({ gatewayName })).toThrow('a gateway name is 1 to 20 lower case letters');
  });

  test('when an allowed origin is a wildcard or has a path (A5)', () => {
    for (const origin of ['*', 'https://*.example.com', 'https://example.com/', 'http://example.com', 'null']) {
      expect(() => exampleGateway({ allowedOrigins: [origin] })).toThrow(
        `an allowed origin is https:// and a host, got ${JSON.stringify(origin)}`,
      );
    }
  });
});

test('the contracts that functions read say which tools are narrowed (B9)', () => {
  const { stack, gateway, tool } = exampleTool();
  gateway.addTool('Find', { contract: exampleContract('find'), entry: ENTRY });
  tool.narrow({ actions: ['s3:GetObject'], resources: ['*'] });
  const { directory } = App.of(stack)?.synth() ?? { directory: '' };
  const files = readdirSync(directory).map((asset) => `${directory}/${asset}/nodejs/node_modules/${CONTRACT_PACKAGE}`);
  const [file = ''] = files.filter((folder) => existsSync(folder));
  const { tools } = ContractFile.parse(JSON.parse(readFileSync(`${file}/index.json`, 'utf8')));
  expect(tools.map(({ name, narrowed }) => [name, narrowed])).toEqual([
    ['find', false],
    ['look', true],
  ]);
});
