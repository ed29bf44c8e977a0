import type { ContractFile } from '../../shared/contract-document.ts';
import type { Policies } from '../policy/load-policies.ts';
import type { CheckStops } from './check-stops.ts';
import type { RecordRefusal } from './record-refusal.ts';
import type { VerifyToken } from './verify-token.ts';

/** What the authorizer works with. */
export interface AuthorizerParts {
  readonly resource: string;
  readonly scopePrefix: string;
  readonly verifyToken: VerifyToken;
  readonly checkStops: CheckStops;
  readonly contracts: ContractFile;
  /** Asked before a challenge tells of a tool. Absent where scopes alone decide. */
  readonly policies: Policies | undefined;
  readonly recordRefusal: RecordRefusal;
  /** Takes one line about a failure of our own; never a token. */
  readonly log: (line: string) => void;
}
