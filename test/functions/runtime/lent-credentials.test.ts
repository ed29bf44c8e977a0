import { createServer } from 'node:http';
import { format, inspect } from 'node:util';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { hideCredentials, quotesCredentials } from '../../../functions/runtime/hide-credentials.ts';
import { LentCredentials } from '../../../functions/runtime/lent-credentials.ts';
import { LENT } from './invoke-tool.ts';

const SECRETS = /marker-secret|marker-session|ASIAEXAMPLE/;

test.each<[string, (credentials: LentCredentials) => string]>([
  ['console.log', (credentials) => format(credentials, '%o %O %j %s')],
  ['console.log inside another value', (credentials) => format('%o %O', { credentials }, [credentials])],
  ['inspection of everything', (credentials) => inspect(credentials, { showHidden: true, getters: true, depth: 9 })],
  [
    'inspection past our own form',
    (credentials) => inspect(credentials, { showHidden: true, customInspect: false, depth: 9 }),
  ],
  ['JSON', (credentials) => JSON.stringify({ credentials })],
  ['string conversion', (credentials) => `${credentials} ${String(credentials)} ${credentials}`],
  ['toString', (credentials) => `${credentials.toString()} ${credentials.toJSON()}`],
  ['spreading', (credentials) => JSON.stringify({ ...credentials })],
  ['its entries', (credentials) => JSON.stringify([Object.entries(credentials), Reflect.ownKeys(credentials)])],
  ['a structured clone', (credentials) => inspect(structuredClone(Object.assign({}, credentials)))],
])('%s shows nothing of lent credentials (D5, I2)', (_, show) => {
  expect(show(new LentCredentials({ ...LENT }))).not.toMatch(SECRETS);
});

test('AWS clients sign with lent credentials, and still nothing shows afterwards (D5)', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(JSON.stringify(request.headers));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const credentials = new LentCredentials({ ...LENT, expiration: new Date(Date.now() + 900_000).toISOString() });
  try {
    const config = { credentials, endpoint, region: 'eu-central-1', maxAttempts: 1 };
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }));
    const dynamodb = new DynamoDBClient(config);
    await dynamodb.send(new ListTablesCommand({}));
    await dynamodb.send(new ListTablesCommand({}));
  } finally {
    server.closeAllConnections();
    server.close();
  }
  expect(seen).toHaveLength(3);
  for (const headers of seen) {
    expect(headers).toContain(LENT.sessionToken);
    expect(headers).toContain(`Credential=${LENT.accessKeyId}/`);
  }
  expect(inspect(credentials, { showHidden: true, customInspect: false, depth: 9 })).not.toMatch(SECRETS);
});

test.each<[string, (secret: string) => string]>([
  ['base64', (secret) => Buffer.from(`key:${secret}`).toString('base64')],
  ['hex', (secret) => Buffer.from(secret).toString('hex')],
  ['percent codes', (secret) => encodeURIComponent(secret)],
  ['halves', (secret) => secret.slice(secret.length / 2)],
])('are found in a text in %s, and hidden (D5, G5)', (_, write) => {
  const credentials = new LentCredentials({ ...LENT });
  const text = `before ${write(LENT.secretAccessKey)} after`;
  expect(quotesCredentials(text, credentials)).toBe(true);
  expect(quotesCredentials(hideCredentials(text, credentials), credentials)).toBe(false);
});
