import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import {
  ACCOUNT,
  CALLER_ROLE,
  OTHER_CALLER_ROLE,
  policy,
  REGION,
  resource,
  supportDeskStack,
  TABLE,
} from './support-desk-stack.ts';

let fixture: EndpointFixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.endpoint.close());

const tag = (Key: string, Value: string) => ({ Key, Value });
const tags = [tag('caller', 'alice-id'), tag('tool', 'list_orders')];

test('lends credentials that name the role and the caller', async () => {
  const credentials = await borrow(fixture.endpoint, 'alice-id');
  const sts = new STSClient(clientFor(fixture.endpoint, credentials));
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/mcp-list_orders/alice-id`);
  expect(identity.Account).toBe(ACCOUNT);
  expect(identity.UserId).toMatch(/^AROA[0-9A-F]{17}:alice-id$/);
  expect(credentials.expiration.getTime() - Date.now()).toBeLessThanOrEqual(900_000);
});

test('never gives the same credentials twice', async () => {
  const [first, second] = [await borrow(fixture.endpoint, 'alice-id'), await borrow(fixture.endpoint, 'alice-id')];
  expect(first.accessKeyId).not.toBe(second.accessKeyId);
  expect(first.secretAccessKey).not.toBe(second.secretAccessKey);
  expect(first.sessionToken).not.toBe(second.sessionToken);
});

describe('the trust policy of a caller role refuses', () => {
  const cases = [
    ['a missing session tag', { Tags: [tag('tool', 'list_orders')] }],
    ['a tag the role does not know', { Tags: [...tags, tag('admin', 'yes')] }],
    ['the name of another tool', { Tags: [tag('caller', 'alice-id'), tag('tool', 'create_refund')] }],
    ['a source identity that is not the caller', { SourceIdentity: 'bob-id' }],
    ['no source identity', { SourceIdentity: undefined }],
    ['no tags at all', { Tags: undefined }],
    ['another role', { RoleArn: OTHER_CALLER_ROLE }],
    ['a role that does not exist', { RoleArn: `${CALLER_ROLE}-not-there` }],
  ] as const;
  test.each(cases)('%s', async (_, change) => {
    const asked = borrow(fixture.endpoint, 'alice-id', {
      ...change,
      Tags: 'Tags' in change ? change.Tags?.slice() : tags,
    });
    await expect(asked).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  test('a tool function, whose own role may only write logs', async () => {
    const tool = fixture.endpoint.credentialsForFunction('mcp-list_orders');
    await expect(borrow(fixture.endpoint, 'alice-id', {}, tool)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

test('says in the report, and not to the client, which statement came nearest', async () => {
  fixture.decisions.length = 0;
  const error = await borrow(fixture.endpoint, 'alice-id', { Tags: [tag('tool', 'list_orders')] }).catch(
    (e: unknown) => e,
  );
  expect(String(error)).not.toContain('aws:RequestTag');
  expect(fixture.decisions.at(-1)).toMatchObject({ action: 'sts:AssumeRole', decision: { allowed: false } });
  expect(fixture.decisions.at(-1)?.explanation).toContain('aws:RequestTag/caller');
});

describe('refuses by name', () => {
  const cases = [
    ['a chained session of more than an hour', { DurationSeconds: 3601 }, /1 hour/],
    ['a session of less than 15 minutes', { DurationSeconds: 899 }, /DurationSeconds/],
    ['a session policy of more than 2048 characters', { Policy: JSON.stringify({ Sid: 'x'.repeat(2048) }) }, /Policy/],
    ['a session name AWS would not take', { RoleSessionName: 'al ice' }, /RoleSessionName/],
    ['two tags that differ by case', { Tags: [...tags, tag('Caller', 'bob-id')] }, /Duplicate/],
    ['a tag key of AWS', { Tags: [tag('aws:x', 'y')] }, /aws:/],
    ['managed session policies', { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] }, /PolicyArns/],
    ['a transitive key without its tag', { TransitiveTagKeys: ['client'] }, /client/],
  ] as const;
  test.each(cases)('%s', async (_, change, message) => {
    const asked = borrow(fixture.endpoint, 'alice-id', JSON.parse(JSON.stringify(change)));
    await expect(asked).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringMatching(message) });
  });

  test('a session policy with a condition key it does not know', async () => {
    const Condition = { StringEquals: { 'aws:Unheard': 'x' } };
    const Policy = JSON.stringify(policy({ Effect: 'Allow', Action: '*', Resource: '*', Condition }));
    await expect(borrow(fixture.endpoint, 'alice-id', { Policy })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: expect.stringContaining('aws:Unheard'),
    });
  });

  test('an operation of STS it does not serve', async () => {
    const sts = new STSClient(clientFor(fixture.endpoint, fixture.endpoint.operatorCredentials()));
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
  });
});

test('a session policy takes away what the role allows and adds nothing', async () => {
  const Policy = JSON.stringify(
    policy({ Effect: 'Allow', Action: ['dynamodb:Query', 'dynamodb:Scan'], Resource: TABLE }),
  );
  const credentials = await borrow(fixture.endpoint, 'alice-id', { Policy });
  const dynamo = new DynamoDBClient(clientFor(fixture.endpoint, credentials));
  const Key = { callerId: { S: 'alice-id' }, orderId: { S: 'o-1' } };
  await expect(dynamo.send(new GetItemCommand({ TableName: 'Orders', Key }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

describe('along a chain of roles', () => {
  const next = { RoleArn: OTHER_CALLER_ROLE, Tags: [], SourceIdentity: undefined };

  test('the source identity stays', async () => {
    const alice = await borrow(fixture.endpoint, 'alice-id');
    const changed = borrow(fixture.endpoint, 'bob-id', { ...next, SourceIdentity: 'bob-id' }, alice);
    await expect(changed).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(borrow(fixture.endpoint, 'other', next, alice)).resolves.toBeDefined();
  });

  test('transitive tags go along and cannot be set again', async () => {
    const alice = await borrow(fixture.endpoint, 'alice-id', { TransitiveTagKeys: ['CALLER'] });
    fixture.decisions.length = 0;
    await borrow(fixture.endpoint, 'other', next, alice);
    expect(fixture.decisions.map(({ action }) => action)).toEqual([
      'sts:AssumeRole',
      'sts:TagSession',
      'sts:SetSourceIdentity',
    ]);
    const again = borrow(fixture.endpoint, 'other', { ...next, Tags: [tag('Caller', 'bob-id')] }, alice);
    await expect(again).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('credentials of a function', () => {
  test('are refused when its role does not trust Lambda, with the role named', () => {
    expect(() => fixture.endpoint.credentialsForFunction('mcp-odd')).toThrow(/role\/not-for-lambda/);
  });

  test('are refused for a function the template does not have', () => {
    expect(() => fixture.endpoint.credentialsForFunction('mcp-ghost')).toThrow(/mcp-ghost/);
  });
});

describe('does not start when the template', () => {
  const role = (properties: object) =>
    supportDeskStack((all) => [
      ...all,
      resource('AWS::IAM::Role', 'extra', `arn:aws:iam::${ACCOUNT}:role/extra`, {
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: CALLER_ROLE },
        }),
        ...properties,
      }),
    ]);

  test('uses an AWS managed policy it does not know', async () => {
    const stack = role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    await expect(startFixture(stack)).rejects.toThrow(/AdministratorAccess/);
  });

  test('uses a condition key it does not fill', async () => {
    const Condition = { StringEquals: { 'aws:Unheard': REGION } };
    const PolicyDocument = policy({ Effect: 'Allow', Action: '*', Resource: '*', Condition });
    await expect(startFixture(role({ Policies: [{ PolicyName: 'p', PolicyDocument }] }))).rejects.toThrow(
      /aws:Unheard/,
    );
  });
});
