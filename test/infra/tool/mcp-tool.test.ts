import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { fromInput } from '../../../infra/tool/session-policy-template.ts';
import { ENTRY, exampleContract, exampleGateway, exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { actionsOf, roleOf } from '../policies-of.ts';

function functionOf(stack: Parameters<typeof plainTemplate>[0], name: string) {
  return ofType(plainTemplate(stack), 'AWS::Lambda::Function').find(([, it]) => it.FunctionName === name)?.[1];
}

describe("a tool's own role", () => {
  test('can only write its own log (D1)', () => {
    const { stack } = exampleTool();

    const { statements, role } = roleOf(plainTemplate(stack), 'GatewayLookFunctionRole');

    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [expect.stringMatching(/^<GatewayLookFunctionLogGroup\w+\.Arn>$/)],
      },
    ]);
    expect(role.ManagedPolicyArns).toEqual([]);
  });

  test('gains nothing from a grant to the tool: it lands on the role that is lent (D1)', () => {
    const { stack, tool } = exampleTool();

    new s3.Bucket(stack, 'Shared').grantRead(tool);
    new secretsmanager.Secret(stack, 'Key').grantRead(tool);

    const template = plainTemplate(stack);
    expect(actionsOf(roleOf(template, 'GatewayLookFunctionRole'))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(actionsOf(roleOf(template, 'GatewayLookCallerRole'))).toEqual(
      expect.arrayContaining(['s3:GetObject*', 'secretsmanager:GetSecretValue']),
    );
  });
});

test('what is lent to a tool is bounded by the one policy of its gateway, and the tool’s own role is not (B7)', () => {
  const template = plainTemplate(exampleTool().stack);
  const [[boundary] = []] = ofType(template, 'AWS::IAM::ManagedPolicy');
  const bounded = ofType(template, 'AWS::IAM::Role').filter(([, role]) => 'PermissionsBoundary' in role);
  expect(bounded.map(([id, role]) => [id.replace(/\w{8}$/, ''), role.PermissionsBoundary])).toEqual([
    ['GatewayLookCallerRole', `<${boundary}>`],
  ]);
});

describe("a tool's function", () => {
  test('runs one environment for each caller (D3)', () => {
    const { stack } = exampleTool();
    expect(functionOf(stack, 'mcp-look')).toMatchObject({ TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });
  });

  test('ends after 10 seconds, with 256 MiB, and ends when it calls itself (D6, D7)', () => {
    const { stack } = exampleTool();
    expect(functionOf(stack, 'mcp-look')).toMatchObject({ Timeout: 10, MemorySize: 256, RecursiveLoop: 'Terminate' });
  });

  test('is named by the gateway and the tool, which is how the gateway finds it (AD6)', () => {
    const { stack } = exampleTool({ gatewayName: 'desk' });
    expect(functionOf(stack, 'desk-look')).toBeDefined();
  });

  test('takes timeout, memory and concurrency from its props (D6)', () => {
    const { stack, gateway } = exampleGateway();
    gateway.addTool('Look', {
      contract: exampleContract('look'),
      entry: ENTRY,
      timeout: Duration.seconds(30),
      memorySize: 512,
      reservedConcurrentExecutions: 5,
    });
    expect(functionOf(stack, 'mcp-look')).toMatchObject({
      Timeout: 30,
      MemorySize: 512,
      ReservedConcurrentExecutions: 5,
    });
  });

  test('fails when the entry does not exist', () => {
    const { gateway } = exampleGateway();
    expect(() =>
      gateway.addTool('Look', { contract: exampleContract('look'), entry: 'functions/tools/gone.ts' }),
    ).toThrow(
      'Example/Gateway/Look/Function: entry is a file relative to the folder of cdk.json, got "functions/tools/gone.ts", which does not exist',
    );
  });
});

describe("a tool's environment", () => {
  test('takes the name of a resource', () => {
    const { stack, tool } = exampleTool();
    tool.addEnvironment('ORDERS_TABLE', 'orders');
    expect(functionOf(stack, 'mcp-look')).toMatchObject({ Environment: { Variables: { ORDERS_TABLE: 'orders' } } });
  });

  test('fails when a variable is set twice', () => {
    const { tool } = exampleTool();
    tool.addEnvironment('ORDERS_TABLE', 'orders');
    expect(() => tool.addEnvironment('ORDERS_TABLE', 'other')).toThrow(
      'Example/Gateway/Look: a variable is set once, got "ORDERS_TABLE" twice',
    );
  });

  test('refuses a secret passed by its value, also behind a token (H1)', () => {
    const { stack, tool } = exampleTool();
    const secret = new secretsmanager.Secret(stack, 'Key');
    expect(() => tool.addEnvironment('RATES', secret.secretValue.unsafeUnwrap())).toThrow('is a dynamic reference');
  });
});

describe('a tool that is narrowed', () => {
  const order = exampleContract('look');
  const input = z.strictObject({
    orderId: z
      .string()
      .regex(/^ord_[0-9]{4}$/)
      .max(8),
  });
  const get = { actions: ['s3:GetObject'], resources: [`arn:aws:s3:::desk/${fromInput('orderId')}`] };

  function narrowedTool(gatewayName = 'mcp') {
    const parts = exampleGateway({ gatewayName });
    return { ...parts, tool: parts.gateway.addTool('Look', { contract: { ...order, input }, entry: ENTRY }) };
  }

  test('keeps its template in a parameter of its gateway, where the gateway finds it by name (B9)', () => {
    const { stack, tool } = narrowedTool('desk');
    const bucket = new s3.Bucket(stack, 'Shared');
    tool.narrow(get, { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] });
    const [[id, parameter] = []] = ofType(plainTemplate(stack), 'AWS::SSM::Parameter');
    expect(id).toMatch(/^GatewayLookSessionPolicy/);
    expect(parameter).toMatchObject({ Name: '/sallyport/desk/look/session-policy', Type: 'String', Tier: 'Standard' });
    expect(JSON.parse(String(parameter?.Value))).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::desk/${input.orderId}'] },
        { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [expect.stringMatching(/^<Shared\w+\.Arn>$/)] },
      ],
    });
  });

  test('gains no right by it: a session policy takes away (D1)', () => {
    const { stack, tool } = narrowedTool();
    tool.narrow(get);
    expect(roleOf(plainTemplate(stack), 'GatewayLookCallerRole').statements).toEqual([]);
  });

  test('says so in its contract, and a tool that is not says that', () => {
    const { stack, gateway, tool } = narrowedTool();
    const other = gateway.addTool('Find', { contract: exampleContract('find'), entry: ENTRY });
    tool.narrow(get);
    plainTemplate(stack);
    expect([tool, other].map((each) => each.settleLoans().narrowed)).toEqual([true, false]);
  });

  test('is narrowed once, and not after its contract was written', () => {
    const { stack, gateway, tool } = narrowedTool();
    const late = gateway.addTool('Find', { contract: exampleContract('find'), entry: ENTRY });
    tool.narrow(get);
    expect(() => tool.narrow(get)).toThrow('Example/Gateway/Look: a tool is narrowed once');
    plainTemplate(stack);
    expect(() => late.narrow({ ...get, resources: ['*'] })).toThrow('before the app is synthesised');
  });

  test('names itself in what is wrong with a statement', () => {
    const { tool } = narrowedTool();
    const resources = [fromInput('order')];
    expect(() => tool.narrow({ ...get, resources })).toThrow('Example/Gateway/Look: fromInput("order") names no field');
  });
});
