import { expect, test } from 'vitest';
import { ConnectError } from '../../../functions/connect/connect-failure.ts';
import { changeRecorder } from '../../../functions/connect/record-change.ts';
import { ChangeRecord } from '../../../shared/change-record.ts';
import { REQUEST } from './fixture/test-connect.ts';

const PARTS = { gateway: 'mcp', now: () => new Date('2026-11-27T10:00:00Z'), randomUUID: () => 'id-1' };

test('leaves a record that says whose secret it is, for which tool, and nothing more (I6)', async () => {
  const written: ChangeRecord[] = [];
  const record = changeRecorder({ ...PARTS, write: async (one) => void written.push(ChangeRecord.parse(one)) });
  await record({ action: 'save_secret', request: REQUEST, after: {} });
  expect(written).toEqual([
    {
      version: 1,
      kind: 'change',
      time: '2026-11-27T10:00:00.000Z',
      id: 'id-1',
      gateway: 'mcp',
      actor: 'connect',
      action: 'save_secret',
      target: { kind: 'user', name: 'alice-1' },
      before: {},
      after: { tool: 'connect_account', secret: 'parcel_account', clientId: 'desk' },
    },
  ]);
});

test('says when the log did not take it (I6)', async () => {
  const write = async () => {
    throw new Error('the log is down');
  };
  const record = changeRecorder({ ...PARTS, write });
  const lost = record({ action: 'save_secret', request: REQUEST, after: {} });
  await expect(lost).rejects.toThrow(ConnectError);
});
