import type { Duration } from 'aws-cdk-lib';
import type { Listing } from '../../shared/contract-document.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { IdentitySource } from '../identity/identity-source.ts';
import type { StateTable } from '../state/state-table.ts';
import type { CustomDomainProps } from './custom-domain.ts';
import type { FirstChallenge } from './tool-list.ts';

export interface McpGatewayProps extends CustomDomainProps {
  /** Who says who is calling. */
  readonly identity: IdentitySource;
  /**
   * Begins the names of all tool functions and is the IAM path of all caller roles. Unique in an account and region.
   *
   * @default 'mcp'
   */
  readonly gatewayName?: string;
  /**
   * Where records go.
   *
   * @default - a new log, kept for two years
   */
  readonly auditLog?: AuditLog;
  /**
   * Revocations, switches and admitted clients.
   *
   * @default - a new table, kept when the stack is deleted
   */
  readonly stateTable?: StateTable;
  /**
   * Scopes a first sign-in asks for, by their short names. More are asked for when a call needs them.
   *
   * @default - the scopes of the tools whose effect is 'read'
   */
  readonly baselineScopes?: readonly string[];
  /**
   * How many scopes a first sign-in asks for: the baseline, more when a call needs them; or all at once. 'all' is for clients
   * that cannot ask for more later and loop or give up (anthropics/claude-code#44652, #19066). Its price: every token then
   * opens every tool its client and person may use, so a lost one is worth more, and consent says less (C6).
   *
   * @default 'baseline'
   */
  readonly firstChallenge?: FirstChallenge;
  /**
   * What `tools/list` shows: every tool, so that a client can ask for a scope it lacks (`permitted`), or only what the
   * token opens already (`callable`); a tool without scope then answers like an unknown one (C3).
   *
   * @default 'permitted'
   */
  readonly listing?: Listing;
  /**
   * Folder of Cedar policies, relative to the folder of `cdk.json`: every `*.cedar` file in it. With policies everything is
   * denied that no policy permits, or that one forbids (C1, C2); scopes are asked for besides. Each policy has an id of its
   * own in front, `@id("support-only-reads")`, which records name. A policy that does not fit the contracts fails synth.
   *
   * @default - none; scopes alone decide
   */
  readonly policies?: string;
  /**
   * Browser origins that may call, for example `https://app.example.com`.
   *
   * @default - none; clients that are no browsers send no Origin and pass
   */
  readonly allowedOrigins?: readonly string[];
  /**
   * Longest life of an access token that is let in, whoever issued it (B6).
   *
   * @default Duration.minutes(5)
   */
  readonly maxTokenLife?: Duration;
  /**
   * How long one call may take in all. Longer than every tool's own timeout.
   *
   * @default Duration.seconds(60)
   */
  readonly timeout?: Duration;
  /**
   * Requests per second for each method of the endpoint.
   *
   * @default 50
   */
  readonly throttlingRateLimit?: number;
  /**
   * Requests at once for each method of the endpoint.
   *
   * @default 100
   */
  readonly throttlingBurstLimit?: number;
  /**
   * Name of the API's stage, a part of the endpoint's URL.
   *
   * @default 'prod'
   */
  readonly stageName?: string;
}
