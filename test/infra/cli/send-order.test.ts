import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { sendOrder } from '../../../infra/cli/send-order.ts';
import type { OperatorRequest } from '../../../shared/operator-request.ts';
import { type Anything, answeredBy } from '../../functions/operator/answered-by.ts';

const REQUEST: OperatorRequest = {
  version: 1,
  order: '{}',
  proof: { authorization: 'AWS4-HMAC-SHA256', amzDate: '20261123T080000Z' },
};

function place(answer: (input: Anything) => unknown) {
  const lambda = answeredBy(new LambdaClient({ region: 'eu-central-1' }), (_command, input) => answer(input));
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
  return { gateway: 'desk', region: 'eu-central-1', keys, stsUrl: 'https://sts.eu-central-1.amazonaws.com', lambda };
}

const payload = (value: unknown) => ({ Payload: Buffer.from(JSON.stringify(value)) });

test('an order goes to the operator function of its gateway by name, as it was signed (C7)', async () => {
  const inputs: Anything[] = [];
  const refused = { ok: false, reason: 'order_refused', message: 'No.' };
  const answer = await sendOrder(
    REQUEST,
    place((input) => {
      inputs.push(input);
      return payload(refused);
    }),
  );
  expect(answer).toEqual(refused);
  expect(inputs[0].FunctionName).toBe('desk-gateway-operator');
  expect(JSON.parse(Buffer.from(inputs[0].Payload).toString())).toEqual(REQUEST);
});

test.each([
  [{ FunctionError: 'Unhandled', ...payload({ errorMessage: 'x' }) }, /may not be done.*desk-gateway-operator/],
  [payload({ ok: true }), /may not be done/],
  [{ Payload: Buffer.from('') }, /may not be done/],
])('what is no answer is never taken for a success: %j (I6)', async (output, sentence) => {
  await expect(
    sendOrder(
      REQUEST,
      place(() => output),
    ),
  ).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(sentence),
  });
});

test.each([
  ['AccessDeniedException', /no operator of the gateway "desk"/],
  ['ResourceNotFoundException', /no gateway "desk".*eu-central-1/],
  ['ThrottlingException', /could not be given: ThrottlingException: slow/],
])('%s is explained', async (name, sentence) => {
  const fail = () => {
    throw Object.assign(new Error('slow'), { name });
  };
  await expect(sendOrder(REQUEST, place(fail))).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(sentence),
  });
});
