import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { STSClient } from '@aws-sdk/client-sts';
import type * as z from 'zod';
import type { GatewayEnvironment } from '../../shared/environment.ts';
import type { RecordWriter } from '../audit/write-record.ts';
import type { ExchangeToken } from '../exchange/token-exchange.ts';
import type { Policies } from '../policy/load-policies.ts';
import type { ConnectionLinks } from './connection-links.ts';
import type { DownstreamReader } from './downstreams.ts';
import type { Contracts } from './load-contracts.ts';
import type { LogLine } from './log-failure.ts';
import type { SchemaValidators } from './schema-validators.ts';
import type { SessionPolicies } from './session-policies.ts';

/** What one Lambda environment keeps between requests. None of it holds anything of a caller (D2). */
export interface GatewayParts {
  readonly environment: z.output<typeof GatewayEnvironment>;
  readonly contracts: Contracts;
  readonly validators: SchemaValidators;
  /** Absent where scopes alone decide. */
  readonly policies: Policies | undefined;
  readonly sessionPolicies: SessionPolicies;
  readonly downstreams: DownstreamReader;
  readonly exchangeToken: ExchangeToken;
  /** Absent where people enter no secrets. */
  readonly links: ConnectionLinks | undefined;
  readonly sts: Pick<STSClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly records: RecordWriter;
  readonly log: LogLine;
  readonly now: () => Date;
  readonly randomUUID: () => string;
}
