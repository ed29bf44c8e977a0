import { expect, test } from 'vitest';
import { callOf, eventOf, testGateway } from './fixture/test-gateway.ts';

const templateOn = (...Resource: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource }],
});
const ORDER = 'arn:aws:s3:::desk/${aws:PrincipalTag/caller}/${input.orderId}';

async function refund(options: Parameters<typeof testGateway>[0], orderId = 'ord_1') {
  const gateway = testGateway(options);
  const { messages } = await gateway.send(eventOf(callOf('create_refund', { orderId })));
  return { ...gateway, result: messages[0].result };
}

const sentBy = ({ sent }: { sent: readonly { command: string }[] }) => sent.map(({ command }) => command);

test('a narrowed tool borrows with a policy that its arguments filled, and the caller stays a variable (B9)', async () => {
  const { sent } = await refund({ template: templateOn(ORDER) });
  expect(sent[0]).toEqual({ command: 'GetParameter', input: { Name: '/sallyport/desk/create_refund/session-policy' } });
  const { Policy } = sent[1]?.input ?? {};
  expect(JSON.parse(Policy)).toEqual(templateOn('arn:aws:s3:::desk/${aws:PrincipalTag/caller}/ord_1'));
});

test('a tool that is not narrowed asks for no parameter and sends no policy', async () => {
  const gateway = await refund({});
  expect(sentBy(gateway)).toEqual(['AssumeRole', 'InvokeWithResponseStream']);
  expect(gateway.sent[0]?.input).not.toHaveProperty('Policy');
});

test('an argument that the contract allows and a policy does not take is refused by name before anything is lent (B9)', async () => {
  const gateway = await refund({ template: templateOn(ORDER) }, '*');
  expect(sentBy(gateway)).toEqual(['GetParameter']);
  expect(gateway.result).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'argument_unfit' } });
  expect(gateway.result.content[0].text).toMatch(/^The argument orderId .* Nothing ran\.$/);
  expect(gateway.records).toEqual([
    expect.objectContaining({ outcome: 'refused', reason: 'argument_unfit', detail: 'orderId' }),
  ]);
});

test('arguments that break the contract are refused as such: they never reach a policy (F2)', async () => {
  const gateway = await refund({ template: templateOn(ORDER) }, '*'.repeat(21));
  expect(sentBy(gateway)).toEqual([]);
  expect(gateway.result).toMatchObject({ _meta: { 'sallyport/code': 'invalid_input' } });
});

test.each([
  ['cannot be read', { Statement: [] }, 'loan_refused'],
  ['has a broken marker', templateOn('arn:aws:s3:::desk/${input.orderId}*'), 'loan_refused'],
  ['is too long when filled', templateOn(...Array.from({ length: 60 }, () => ORDER)), 'loan_too_large'],
])('nothing is lent and nothing runs when the template %s (C1, D5)', async (_, template, code) => {
  const gateway = await refund({ template });
  expect(sentBy(gateway)).toEqual(['GetParameter']);
  expect(gateway.result).toMatchObject({ isError: true, _meta: { 'sallyport/code': code } });
  expect(gateway.records).toEqual([expect.objectContaining({ outcome: 'refused', reason: code })]);
});
