import { beforeEach, expect, test } from 'vitest';
import { admissionQuota } from '../../../functions/oauth/admission-quota.ts';
import { type TestTable, testTable } from './fixture/client-cloud.ts';

let table: TestTable;
beforeEach(async () => {
  table = await testTable();
});

const SPENT = expect.objectContaining({ failure: { reason: 'quota_spent' } });
const quota = (maxAdmittedClients: number) => admissionQuota(table.state, { maxAdmittedClients });

test('ends after as many clients as the template says, over all environments (B11)', async () => {
  for (let n = 0; n < 3; n += 1) await quota(3).take();
  await expect(quota(3).take()).rejects.toEqual(SPENT);
});

test('of many that come at once only as many are admitted (B11)', async () => {
  const taken = await Promise.allSettled(Array.from({ length: 20 }, () => quota(5).take()));
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
});

test('of zero is spent from the start (B11)', async () => {
  await expect(quota(0).take()).rejects.toEqual(SPENT);
});

test('has room again for what was given back, and never for more', async () => {
  await quota(1).take();
  await quota(1).giveBack();
  await quota(1).giveBack();
  await quota(1).take();
  await expect(quota(1).take()).rejects.toEqual(SPENT);
});

test('that cannot be read admits nobody', async () => {
  table.fail('UpdateItem');
  await expect(quota(3).take()).rejects.toMatchObject({ failure: { reason: 'state_unreachable' } });
});
