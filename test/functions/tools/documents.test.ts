import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { envelope, invoke, LENT } from '../runtime/invoke-tool.ts';
import { type FakeAws, fakeAws } from './fake-aws.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await fakeAws();
  process.env.DOCUMENTS_BUCKET = 'documents';
});
afterAll(() => aws.close());
beforeEach(() => aws.requests.splice(0));

const { handler: listDocuments } = await import('../../../functions/tools/list-documents.ts');
const { handler: readDocument } = await import('../../../functions/tools/read-document.ts');
const { handler: saveDocument } = await import('../../../functions/tools/save-document.ts');

const XML = { 'content-type': 'application/xml' };
const TEXT = { 'content-type': 'text/plain' };

test('list_documents lists the caller’s folder and nothing beside it (D9)', async () => {
  const contents = [
    'users/alice-1/',
    'users/alice-1/a.txt',
    'users/alice-1/<odd>'.replace('<', '&lt;').replace('>', '&gt;'),
  ]
    .map((key) => `<Contents><Key>${key}</Key><Size>5</Size></Contents>`)
    .join('');
  aws.answer = () => ({ headers: XML, body: `<ListBucketResult>${contents}</ListBucketResult>` });
  const { frames } = await invoke(listDocuments, envelope({}, 'list_documents'));
  expect(frames).toEqual([{ type: 'result', output: { documents: [{ name: 'a.txt', bytes: 5 }] } }]);
  expect(aws.requests[0]?.path).toMatch(/^\/documents\/?\?/);
  expect(aws.requests[0]?.path).toContain('prefix=users%2Falice-1%2F');
  expect(aws.requests[0]?.authorization).toContain(LENT.accessKeyId);
});

test('read_document reads from the caller’s folder (D9)', async () => {
  aws.answer = () => ({ headers: TEXT, body: 'hello ✓' });
  const { frames } = await invoke(readDocument, envelope({ name: 'a b.txt' }, 'read_document', 'bob-22'));
  expect(frames).toEqual([{ type: 'result', output: { name: 'a b.txt', text: 'hello ✓' } }]);
  expect(aws.requests[0]?.path).toMatch(/^\/documents\/users\/bob-22\/a%20b\.txt/);
});

test.each([
  [404, 'NoSuchKey'],
  // what S3 answers to those who may not list the whole bucket, as no caller may
  [403, 'AccessDenied'],
])('read_document says which tool shows the names when there is no such document: %i %s', async (status, code) => {
  aws.answer = () => ({ status, headers: XML, body: `<Error><Code>${code}</Code></Error>` });
  const { frames } = await invoke(readDocument, envelope({ name: 'a.txt' }, 'read_document'));
  expect(frames).toMatchObject([{ type: 'error', message: expect.stringContaining('list_documents') }]);
});

test.each([300_001, 100_001])('read_document refuses a document of %i bytes (F4)', async (bytes) => {
  aws.answer = () => ({ headers: { ...TEXT, 'content-length': `${bytes}` }, body: 'x'.repeat(bytes) });
  const { frames } = await invoke(readDocument, envelope({ name: 'a.txt' }, 'read_document'));
  expect(frames).toMatchObject([{ type: 'error', message: expect.stringContaining('too long') }]);
});

test.each(['../bob-22/a.txt', '/etc/passwd', '..', 'a/../../b', 'a\u0000b', '%2e%2e%2fb'])(
  'no document name leaves the caller’s folder: %j (F10)',
  async (name) => {
    const { frames } = await invoke(readDocument, envelope({ name }, 'read_document'));
    expect(frames).toMatchObject([{ type: 'error', message: expect.stringContaining('Invalid arguments') }]);
    expect(aws.requests).toEqual([]);
  },
);

test('save_document writes into the caller’s folder and says how much (D9)', async () => {
  aws.answer = () => ({ body: '' });
  const { frames } = await invoke(saveDocument, envelope({ name: 'a.txt', text: 'né' }, 'save_document'));
  expect(frames).toEqual([{ type: 'result', output: { name: 'a.txt', bytes: 3 } }]);
  expect(aws.requests).toMatchObject([
    { method: 'PUT', path: expect.stringMatching(/^\/documents\/users\/alice-1\/a\.txt/) },
  ]);
});
