import { GetParameterCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { ACCOUNT, policy, REGION, resource, supportDeskStack } from './support-desk-stack.ts';

const NAME = '/sallyport/mcp/get_order/session-policy';
const arnOf = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name}`;
const parameter = (name: string, value = `of ${name}`) =>
  resource('AWS::SSM::Parameter', name, arnOf(name), { Type: 'String', Value: value });
const READER = `arn:aws:iam::${ACCOUNT}:role/reader`;

/** The desk with two parameters, and a function whose role may read those of one gateway. */
const stack = supportDeskStack((all) => [
  ...all,
  parameter(NAME),
  parameter('/sallyport/mcp-eu/get_order/session-policy'),
  resource('AWS::IAM::Role', 'reader', READER, {
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'lambda.amazonaws.com' },
    }),
    Policies: [
      {
        PolicyName: 'read',
        PolicyDocument: policy({ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: arnOf('/sallyport/mcp/*') }),
      },
    ],
  }),
  resource('AWS::Lambda::Function', 'mcp-reader', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:mcp-reader`, {
    Role: READER,
  }),
]);

let fixture: EndpointFixture;
beforeAll(async () => {
  fixture = await startFixture(stack);
});
afterAll(() => fixture.endpoint.close());

const clientOf = (name: string) =>
  new SSMClient(clientFor(fixture.endpoint, fixture.endpoint.credentialsForFunction(name)));
const read = (Name: string, reader = 'mcp-reader') => clientOf(reader).send(new GetParameterCommand({ Name }));

describe('a parameter of the template', () => {
  test('is read by its name', async () => {
    const { Parameter } = await read(NAME);
    expect(Parameter).toMatchObject({ Name: NAME, Type: 'String', Value: `of ${NAME}`, ARN: arnOf(NAME) });
  });

  test.each([
    ['of another gateway', '/sallyport/mcp-eu/get_order/session-policy', 'mcp-reader'],
    ['that does not exist, where the reader may not look', '/other', 'mcp-reader'],
    ['for a tool, whose own role may only write logs', NAME, 'mcp-list_orders'],
  ])('is not read %s (D1)', async (_, name, reader) => {
    await expect(read(name, reader)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('is missed by name where the reader may look', async () => {
    await expect(read('/sallyport/mcp/none/session-policy')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  test('is read one by one: no other operation is served', async () => {
    const many = clientOf('mcp-reader').send(new GetParametersCommand({ Names: [NAME] }));
    await expect(many).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  test('stops the start when Systems Manager would not take it', async () => {
    const long = supportDeskStack((all) => [...all, parameter('/long', 'x'.repeat(4_097))]);
    await expect(startFixture(long)).rejects.toThrow(/parameter of more than 4096 characters/);
  });
});
