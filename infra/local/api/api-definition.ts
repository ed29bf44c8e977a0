import type { AccessLogFormat } from './access-log.ts';
import type { GatewayResponses } from './gateway-responses.ts';
import type { MockIntegration } from './mock-integration.ts';
import type { ThrottleLimits } from './throttle.ts';

/** A function an integration or authorizer calls. */
export interface LambdaTarget {
  readonly functionName: string;
  /** Why the function's resource policy does not let API Gateway in; undefined when it does. */
  readonly refusal: string | undefined;
}

/** A Lambda REQUEST authorizer, run on every request: a cached verdict would outlive a revocation. */
export interface ApiAuthorizer {
  readonly id: string;
  readonly target: LambdaTarget;
  /** A request without one of these is refused before the function runs. */
  readonly identitySources: readonly IdentitySource[];
}

export interface IdentitySource {
  readonly in: 'header' | 'querystring';
  readonly name: string;
}

/** What answers a method. */
export type ApiIntegration =
  | { readonly kind: 'buffered' | 'stream'; readonly target: LambdaTarget; readonly timeoutMs: number }
  | MockIntegration;

export interface ApiMethod {
  /** An HTTP method, or `ANY`. */
  readonly verb: string;
  readonly resource: ApiResource;
  /** Undefined for `AuthorizationType: NONE`. */
  readonly authorizer: ApiAuthorizer | undefined;
  readonly integration: ApiIntegration;
  readonly throttle: ThrottleLimits | undefined;
}

export interface ApiResource {
  readonly id: string;
  /** Path below the stage, with its parameters: `/files/{proxy+}`. */
  readonly path: string;
  readonly segments: readonly string[];
}

/** One REST API with its one stage, as the template deploys it. */
export interface ApiDefinition {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly stage: string;
  /** Whether a domain name of the template leads to the stage; its paths do not hold the stage. */
  readonly customDomain: boolean;
  /** Whether the API's own address, whose paths begin with the stage, is switched off. */
  readonly executeApiDisabled: boolean;
  readonly deploymentId: string;
  readonly resources: readonly ApiResource[];
  readonly methods: readonly ApiMethod[];
  readonly gatewayResponses: GatewayResponses;
  readonly accessLog: AccessLogFormat | undefined;
}
