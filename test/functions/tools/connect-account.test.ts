import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { parcels } from '../../../infra/local/services/parcels.ts';
import { envelope, invoke } from '../runtime/invoke-tool.ts';
import { type FakeAws, fakeAws } from './fake-aws.ts';

const KEY = ['parcel', 'alice', '0123456789abcdef'].join('-');

let aws: FakeAws;
let service: Server;
let answer: ReturnType<typeof parcels> | undefined;
const asked: IncomingMessage[] = [];
vi.spyOn(console, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  aws = await fakeAws();
  service = createServer((request, response) => {
    asked.push(request);
    const { method = '', url = '', headers } = request;
    const { status, body } = answer ?? parcels({ method, path: url, headers });
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  aws.close();
  service.closeAllConnections();
  service.close();
});
beforeEach(() => {
  const address = service.address();
  process.env.PARCELS_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  process.env.SECRET_PARCEL_ACCOUNT_ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:parcels/{caller}';
  aws.answer = () => ({ body: JSON.stringify({ SecretString: KEY }) });
  answer = undefined;
  asked.splice(0);
});

const { handler } = await import('../../../functions/tools/connect-account.ts');
const call = () => invoke(handler, envelope({}, 'connect_account'));

test('shows the caller’s own key to the service and says whose account it is (H2)', async () => {
  expect((await call()).frames).toEqual([{ type: 'result', output: { account: 'alice' } }]);
  expect(asked).toMatchObject([{ method: 'GET', url: '/v1/account', headers: { 'x-api-key': KEY } }]);
});

test('without a key the person is asked for one, and the service for nothing (F12)', async () => {
  aws.answer = () => ({ status: 400, body: JSON.stringify({ __type: 'ResourceNotFoundException' }) });
  expect((await call()).frames).toEqual([{ type: 'input_required', secret: 'parcel_account' }]);
  expect(asked).toEqual([]);
});

test('a key that the service does not take is asked for again (F12)', async () => {
  aws.answer = () => ({ body: JSON.stringify({ SecretString: 'another-key-altogether' }) });
  const { frames } = await call();
  expect(frames).toEqual([{ type: 'input_required', secret: 'parcel_account' }]);
});

test.each([
  [{ status: 500, body: {} }],
  [{ status: 200, body: { name: 'alice' } }],
  [{ status: 200, body: { account: 'x'.repeat(81) } }],
  [{ status: 200, body: { account: 'alice', more: 1 } }],
])('an answer that makes no sense is not passed on: %j (A10)', async (given) => {
  answer = given;
  const { frames } = await call();
  expect(frames).toEqual([{ type: 'error', message: expect.stringContaining('does not answer properly') }]);
});
