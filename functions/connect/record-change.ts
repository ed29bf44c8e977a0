import type { ChangeRecord } from '../../shared/change-record.ts';
import type { ConnectRequest } from '../../shared/connect.ts';
import { orFail } from './connect-failure.ts';

/** What happened to a person's secret. Its value is no part of it. */
export interface SecretChange {
  readonly action: Extract<ChangeRecord['action'], 'save_secret' | 'refuse_secret'>;
  readonly request: ConnectRequest;
  readonly after: Readonly<Record<string, string>>;
}

/**
 * Leaves a change record and waits until the audit log has it (I6).
 *
 * @throws ConnectError `record_refused`.
 */
export type RecordChange = (change: SecretChange) => Promise<void>;

export interface RecordChangeProps {
  readonly write: (record: ChangeRecord) => Promise<void>;
  readonly gateway: string;
  readonly now: () => Date;
  readonly randomUUID: () => string;
}

/** Makes the recorder. */
export function changeRecorder({ write, gateway, now, randomUUID }: RecordChangeProps): RecordChange {
  return ({ action, request: { caller, tool, secret, clientId }, after }) =>
    orFail('record_refused', () =>
      write({
        version: 1,
        kind: 'change',
        time: now().toISOString(),
        id: randomUUID(),
        gateway,
        actor: 'connect',
        action,
        target: { kind: 'user', name: caller },
        before: {},
        after: { tool, secret, clientId, ...after },
      }),
    );
}
