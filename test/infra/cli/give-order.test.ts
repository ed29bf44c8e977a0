import { beforeEach, expect, test, vi } from 'vitest';
import { giveOrder } from '../../../infra/cli/give-order.ts';
import { operatorPlace } from '../../../infra/cli/operator-place.ts';
import { sendOrder } from '../../../infra/cli/send-order.ts';
import { OperatorRequest } from '../../../shared/operator-request.ts';

vi.mock('../../../infra/cli/operator-place.ts');
vi.mock('../../../infra/cli/send-order.ts');

const ANSWER = {
  ok: true as const,
  actor: 'arn:aws:iam::123456789012:user/kim',
  target: { kind: 'tool' as const, name: 'list_orders' },
  before: {},
  after: { tools: ['list_orders'] },
  steps: [{ step: 'record' as const, done: true }],
};
const WISH = { action: 'disable', target: ANSWER.target } as const;

let printed: string[];
beforeEach(() => {
  vi.restoreAllMocks();
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((words) => printed.push(String(words)));
  vi.mocked(operatorPlace).mockResolvedValue({
    gateway: 'desk',
    region: 'eu-central-1',
    keys: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'secret', sessionToken: 'session' },
    stsUrl: 'https://sts.eu-central-1.amazonaws.com',
    lambda: { send: () => Promise.reject(new Error('not sent')) },
  });
  vi.mocked(sendOrder).mockReset();
});

test('an order names the gateway, the wish and the reason, and carries its proof (I6)', async () => {
  vi.mocked(sendOrder).mockResolvedValue(ANSWER);
  await giveOrder(WISH, { reason: 'it misbehaves', gateway: 'desk' });
  const request = OperatorRequest.parse(vi.mocked(sendOrder).mock.calls[0]?.[0]);
  expect(JSON.parse(request.order)).toEqual({ gateway: 'desk', ...WISH, reason: 'it misbehaves' });
  expect(request.proof).toEqual({
    authorization: expect.stringContaining(
      '/eu-central-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-sallyport-order,',
    ),
    amzDate: expect.any(String),
    securityToken: 'session',
  });
  expect(printed.join()).toContain('Disabled tool list_orders');
});

test('--json prints the answer, also when not everything was done, which is exit code 1 (I6)', async () => {
  const partly = { ...ANSWER, steps: [{ step: 'record' as const, done: false }] };
  vi.mocked(sendOrder).mockResolvedValue(partly);
  await expect(giveOrder(WISH, { json: true })).rejects.toMatchObject({ exitCode: 1, message: '' });
  expect(printed).toEqual([JSON.stringify(partly)]);
});

test('without --json what was not done is the error (I6)', async () => {
  vi.mocked(sendOrder).mockResolvedValue({ ok: false, reason: 'actor_unknown', message: 'STS did not prove it.' });
  await expect(giveOrder(WISH, {})).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(/^STS did/) });
  expect(printed).toEqual([]);
});
