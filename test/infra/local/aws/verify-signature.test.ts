import { request as httpRequest } from 'node:http';
import { DynamoDBClient, ExecuteStatementCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AwsCredentials } from '../../../../infra/local/aws/aws-credentials.ts';
import { NodeSha256 } from '../../../../infra/local/aws/node-sha256.ts';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { BUCKET, REGION } from './support-desk-stack.ts';

let fixture: EndpointFixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.endpoint.close());

const ownRow = new GetItemCommand({ TableName: 'Orders', Key: { callerId: { S: 'alice-id' }, orderId: { S: 'o-1' } } });

interface SignedParts {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}

/** Signs a DynamoDB request as the SDK does, for tests that change it afterwards. */
async function signed(
  credentials: AwsCredentials,
  scope: { service?: string; region?: string; date?: Date } = {},
): Promise<SignedParts> {
  const body = JSON.stringify(ownRow.input);
  const { service = 'dynamodb', region = REGION, date = new Date() } = scope;
  const signer = new SignatureV4({ credentials, service, region, sha256: NodeSha256 });
  const headers = {
    host: new URL(fixture.endpoint.url).host,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.GetItem',
  };
  const request = new HttpRequest({ method: 'POST', path: '/', headers, body });
  const { headers: all } = await signer.sign(request, { signingDate: date });
  return { method: 'POST', path: '/', headers: all, body };
}

/** Sends exactly these bytes; `fetch` would not send a Host or an Origin of our choice. */
function send({ method, path, headers, body }: SignedParts): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(fixture.endpoint.url);
  return new Promise((done, fail) => {
    const outgoing = httpRequest({ hostname, port, method, path, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

test('serves a request as it was signed', async () => {
  const answer = await send(await signed(await borrow(fixture.endpoint, 'alice-id')));
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('o-1') });
});

describe('refuses', () => {
  const without = (headers: SignedParts['headers'], name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
  const with_ = (request: SignedParts, headers: SignedParts['headers']) => ({
    ...request,
    headers: { ...request.headers, ...headers },
  });

  const changes: readonly [string, (request: SignedParts) => SignedParts, string][] = [
    [
      'a body that was changed on the way',
      (r) => ({ ...r, body: r.body.replace('alice', 'bobby') }),
      'InvalidSignatureException',
    ],
    [
      'a header that was changed on the way',
      (r) => with_(r, { 'x-amz-target': 'DynamoDB_20120810.Query' }),
      'InvalidSignatureException',
    ],
    ['a path that was changed on the way', (r) => ({ ...r, path: '/other' }), 'InvalidSignatureException'],
    ['a query that was added on the way', (r) => ({ ...r, path: '/?a=b' }), 'InvalidSignatureException'],
    ['an x-amz- header nobody signed', (r) => with_(r, { 'x-amz-tenant-id': 'bob-id' }), 'InvalidSignatureException'],
    [
      'a request without a signature',
      (r) => ({ ...r, headers: without(r.headers, 'authorization') }),
      'MissingAuthenticationTokenException',
    ],
    [
      'a request without its session token',
      (r) => ({ ...r, headers: without(r.headers, 'x-amz-security-token') }),
      'InvalidSignatureException',
    ],
    ['a presigned URL', (r) => ({ ...r, path: '/?X-Amz-Algorithm=AWS4-HMAC-SHA256' }), 'IncompleteSignatureException'],
    [
      'another algorithm',
      (r) => with_(r, { authorization: `AWS4-ECDSA-P256-SHA256 ${r.headers.authorization}` }),
      'IncompleteSignatureException',
    ],
    [
      'a signed chunked body',
      (r) => with_(r, { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }),
      'IncompleteSignatureException',
    ],
    [
      'an unsigned body outside S3',
      (r) => with_(r, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
      'InvalidSignatureException',
    ],
  ];
  test.each(changes)('%s', async (_, change, code) => {
    const answer = await send(change(await signed(await borrow(fixture.endpoint, 'alice-id'))));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: code });
  });

  test('a session token of somebody else', async () => {
    const [alice, bob] = [await borrow(fixture.endpoint, 'alice-id'), await borrow(fixture.endpoint, 'bob-id')];
    const dynamo = new DynamoDBClient(clientFor(fixture.endpoint, { ...alice, sessionToken: bob.sessionToken }));
    await expect(dynamo.send(ownRow)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  test('a signature for another region', async () => {
    const answer = await send(await signed(await borrow(fixture.endpoint, 'alice-id'), { region: 'us-east-1' }));
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('us-east-1') });
  });

  test('a signature for a service it does not serve, by name', async () => {
    const answer = await send(await signed(await borrow(fixture.endpoint, 'alice-id'), { service: 'sqs' }));
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('the service sqs') });
  });

  test('a signature for another service that it serves', async () => {
    const answer = await send(await signed(await borrow(fixture.endpoint, 'alice-id'), { service: 'kms' }));
    expect(answer.body).toContain('UnknownOperationException');
  });

  test.each([
    ['16 minutes old', -16],
    ['16 minutes ahead', 16],
  ])('a signature that is %s', async (_, minutes) => {
    const date = new Date(Date.now() + minutes * 60_000);
    const answer = await send(await signed(await borrow(fixture.endpoint, 'alice-id'), { date }));
    expect(answer.body).toContain('InvalidSignatureException');
  });

  test.each([
    ['a foreign Host', { host: 'rebound.example' }],
    ['a foreign port in Host', { host: '127.0.0.1:1' }],
    ['an Origin, which only browsers send', { origin: 'http://127.0.0.1:3000' }],
  ])('%s before reading the request', async (_, headers) => {
    const answer = await send(with_(await signed(await borrow(fixture.endpoint, 'alice-id')), headers));
    expect(answer.status).toBe(403);
    expect(fixture.decisions.some(({ action }) => action === 'dynamodb:GetItem')).toBe(false);
  });

  test('a header that was sent twice, which the signature and the service could read differently', async () => {
    const request = await signed(await borrow(fixture.endpoint, 'alice-id'));
    const target = 'DynamoDB_20120810.GetItem';
    const answer = await send(with_(request, { 'x-amz-target': [target, target] }));
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('x-amz-target was sent twice') });
  });

  test('a body of more than 10 MB', async () => {
    const request = await signed(await borrow(fixture.endpoint, 'alice-id'));
    const answer = await send({
      ...request,
      body: '',
      headers: { ...request.headers, 'content-length': String(10 * 1024 * 1024 + 1) },
    });
    expect(answer.status).toBe(413);
  });
});

describe('in each wire format it refuses', () => {
  test('an expired session', async () => {
    const alice = await borrow(fixture.endpoint, 'alice-id');
    fixture.advance(901_000);
    const settings = { ...clientFor(fixture.endpoint, alice), systemClockOffset: 901_000 };
    const dynamo = new DynamoDBClient(settings).send(ownRow);
    await expect(dynamo).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    const sts = new STSClient(settings).send(new GetCallerIdentityCommand({}));
    await expect(sts).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    const s3 = new S3Client(settings).send(new GetObjectCommand({ Bucket: BUCKET, Key: 'users/alice-id/a.txt' }));
    await expect(s3).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  test('a wrong secret key', async () => {
    const alice = { ...(await borrow(fixture.endpoint, 'alice-id')), secretAccessKey: 'x'.repeat(40) };
    const settings = clientFor(fixture.endpoint, alice);
    await expect(new DynamoDBClient(settings).send(ownRow)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    const sts = new STSClient(settings).send(new GetCallerIdentityCommand({}));
    await expect(sts).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    const s3 = new S3Client(settings).send(new GetObjectCommand({ Bucket: BUCKET, Key: 'users/alice-id/a.txt' }));
    await expect(s3).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('an access key it never issued', async () => {
    const alice = { ...(await borrow(fixture.endpoint, 'alice-id')), accessKeyId: `ASIA${'A'.repeat(16)}` };
    const settings = clientFor(fixture.endpoint, alice);
    await expect(new DynamoDBClient(settings).send(ownRow)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const sts = new STSClient(settings).send(new GetCallerIdentityCommand({}));
    await expect(sts).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  test('an operation it does not know', async () => {
    const dynamo = new DynamoDBClient(clientFor(fixture.endpoint, fixture.endpoint.operatorCredentials()));
    const statement = new ExecuteStatementCommand({ Statement: 'SELECT * FROM Orders' });
    await expect(dynamo.send(statement)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('ExecuteStatement'),
    });
  });
});
