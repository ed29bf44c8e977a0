import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import type { TokenWish } from '../../infra/cli/access-token.ts';
import { accessTokenFor } from '../../infra/cli/access-token.ts';
import type { LocalEvent } from '../../infra/local/local-event.ts';
import { type LocalModeOptions, startLocalMode } from '../../infra/local/start-local-mode.ts';
import { AuditRecord } from '../../shared/audit-record.ts';
import { ChangeRecord } from '../../shared/change-record.ts';

/** A running fixture, and what the tests ask it. */
export interface Running {
  readonly endpoint: string;
  readonly events: readonly LocalEvent[];
  readonly localMode: Awaited<ReturnType<typeof startLocalMode>>;
  /** A fresh access token of a person. */
  token(wish: TokenWish | string): Promise<string>;
  /** All records of calls so far, oldest first. */
  records(): readonly AuditRecord[];
  /** All records of changes so far, oldest first. */
  changes(): readonly ChangeRecord[];
  /** Ends local mode. */
  close(): Promise<void>;
}

/** Starts the fixture: the reference deployment and the tools that turned against it. */
export async function startFixture(options: Partial<LocalModeOptions> = {}): Promise<Running> {
  const events: LocalEvent[] = [];
  const localMode = await startLocalMode({
    assembly: inject('assembly'),
    port: 0,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const { state, aws } = localMode;
  const written = () => aws.logEvents(state.auditLogGroup).map(({ message }): unknown => JSON.parse(message));
  return {
    endpoint: state.endpoint,
    events,
    localMode,
    token: (wish) => accessTokenFor(state, typeof wish === 'string' ? { user: wish } : wish),
    records: () => written().flatMap((record) => (isChange(record) ? [] : AuditRecord.parse(record))),
    changes: () => written().flatMap((record) => (isChange(record) ? ChangeRecord.parse(record) : [])),
    close: localMode.close,
  };
}

function isChange(record: unknown): boolean {
  return typeof record === 'object' && record !== null && 'kind' in record && record.kind === 'change';
}

/** Waits until a condition holds; a test that waits for what never comes fails here. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let step = 0; step < 100; step++) {
    if (holds()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain until ${what}`);
}
