import { expect, test } from 'vitest';
import { ALICE, callOf, eventOf, testGateway } from './fixture/test-gateway.ts';

const MACHINE = { ...ALICE, id: 'machine-1', subject: 'machine-1', kind: 'machine' } as const;

test('a machine is refused by a tool that serves people, before anything is borrowed (B13)', async () => {
  const gateway = testGateway();
  const { messages } = await gateway.send(eventOf(callOf('list_orders'), { scopes: ['orders'], caller: MACHINE }));
  expect(messages[0].result).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'person_required' } });
  expect(gateway.sent).toEqual([]);
  expect(gateway.records).toMatchObject([
    { outcome: 'refused', reason: 'person_required', caller: { kind: 'machine' } },
  ]);
});

test('a tool that serves machines too is called under the machine’s own identity (B13)', async () => {
  const gateway = testGateway({ callers: 'people-and-machines' });
  const { messages } = await gateway.send(eventOf(callOf('list_orders'), { scopes: ['orders'], caller: MACHINE }));
  expect(messages[0].result.isError).toBeFalsy();
  expect(gateway.records).toMatchObject([{ outcome: 'succeeded', caller: { kind: 'machine', id: 'machine-1' } }]);
});
