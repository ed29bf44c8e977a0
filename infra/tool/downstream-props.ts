import type { Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Downstream } from '../../shared/downstream.ts';

/** Who the gateway is at the issuer of a downstream: `ClientCredential` makes them. */
export interface DownstreamClient {
  readonly clientId: string;
  /** ARN of the client's secret. Undefined where the gateway proves itself with its own key. */
  readonly secretArn: string | undefined;
  /** Lets the gateway read that secret; nothing to do without one. */
  admit(gatewayRole: iam.IRole): void;
}

export interface DownstreamProps {
  /** Issuer of the service's tokens, `https` and without query: its metadata name the token endpoint (RFC 8414). */
  readonly issuer: string;
  /** What `aud` of the issued token must hold: the service, as its issuer knows it. */
  readonly audience: string;
  /** All that the token may allow, one by one. An answer with more is refused (B9). */
  readonly scopes: readonly string[];
  /** Who the gateway is at the issuer: `ClientCredential.gatewayKey(…)` or `ClientCredential.secret(…)`. */
  readonly clientCredential: DownstreamClient;
  /**
   * `token-exchange` is RFC 8693; `on-behalf-of` is the form of RFC 7523 that Entra speaks.
   *
   * @default 'token-exchange'
   */
  readonly grant?: Downstream['grant'];
  /**
   * Who the token is for: said by the gateway's own short-lived assertion, for issuers that trust its key; or by the
   * caller's token, shown to the issuer it came from and to nobody else (B8).
   *
   * @default - `assertion`; `caller-token` for `on-behalf-of`
   */
  readonly subject?: Downstream['subject'];
  /**
   * Where the issued token says who acts for the caller: `act` (RFC 8693 §4.1), or the client's id. A token that does not
   * is refused.
   *
   * @default - `act` where the gateway's assertion says who the token is for, `client` otherwise
   */
  readonly actor?: Downstream['actor'];
  /**
   * Longest life of a token that is lent: whole seconds, 15 minutes at most. An issuer that gives a longer one is refused.
   *
   * @default Duration.minutes(15)
   */
  readonly maxTokenLife?: Duration;
}

/** What a tool needs of its gateway to call services in the caller's name. */
export interface DelegationHost {
  /** Issuer of the callers' tokens. */
  readonly issuerUrl: string;
  /** Role under which the gateway asks for tokens. */
  readonly gatewayRole: iam.IRole;
  /** Gives the gateway a key of its own, and publishes the public half. Once, however often it is asked. */
  requireKey(): void;
}
