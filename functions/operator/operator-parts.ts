import type { RecordWriter } from '../audit/write-record.ts';
import type { CutSessions } from './cut-sessions.ts';
import type { FindTarget } from './find-target.ts';
import type { ProveActor } from './prove-actor.ts';
import type { StateItems } from './state-items.ts';

/** What the operator function works with. */
export interface OperatorParts {
  readonly gateway: string;
  readonly proveActor: ProveActor;
  readonly findTarget: FindTarget;
  readonly items: StateItems;
  /** Signs a person out everywhere at the issuer; absent where that is not our pool. */
  readonly signOut?: (username: string) => Promise<unknown>;
  readonly cutSessions: CutSessions;
  readonly writer: RecordWriter;
  readonly now: () => Date;
  readonly randomUUID: () => string;
  /** Takes one line about a failure; never a proof. */
  readonly log: (line: string) => void;
}
