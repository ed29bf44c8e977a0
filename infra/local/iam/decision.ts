import type { PolicyDocument } from './policy-document.ts';

/** A policy and the name a person finds it by, for example `role orders-list_orders, policy DefaultPolicy`. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** Who asks. */
export interface Principal {
  readonly kind: 'session' | 'service' | 'operator';
  /** `arn:aws:sts::…:assumed-role/…` for a session; the service's host name for a service. */
  readonly arn: string;
  readonly account: string;
  /** The role behind a session. */
  readonly roleArn?: string;
}

/** One question to IAM. */
export interface AuthorizationRequest {
  readonly principal: Principal;
  /** For example `dynamodb:GetItem`. */
  readonly action: string;
  /** ARN, or `*` where the action knows none. */
  readonly resource: string;
  /** Condition keys that are present, by their AWS names; matched without regard to case. */
  readonly context: { readonly [key: string]: string | readonly string[] };
}

/** The policies that apply to a request. An absent layer does not take part; an empty one allows nothing. */
export interface ApplicablePolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: readonly NamedPolicy[];
  /** Resource, trust or key policy. */
  readonly resource?: NamedPolicy;
  /**
   * What the resource's policy means for a caller of the same account: `adds` allows by itself (S3, Lambda, Secrets
   * Manager), `must-allow` is needed as well (trust policies, KMS keys).
   *
   * @default 'adds'
   */
  readonly resourceRule?: 'adds' | 'must-allow';
}

export type PolicyLayer = 'identity' | 'boundary' | 'session' | 'resource';

/** A statement that decided, or the one that came nearest. */
export interface DecidingStatement {
  readonly layer: PolicyLayer;
  readonly policy: string;
  /** `Sid`, or the statement's place: `statement 2`. */
  readonly statement: string;
  /** What did not fit, when the statement only came near. Absent when it decided. */
  readonly missed?: 'condition' | 'principal' | 'resource';
  /** The condition that failed, in words, for example `StringEquals aws:RequestTag/tool: wanted list_orders, got (absent)`. */
  readonly condition?: string;
}

export type Decision =
  | { readonly allowed: true; readonly by: DecidingStatement }
  | {
      readonly allowed: false;
      readonly why: 'explicit_deny' | 'implicit_deny';
      /** The layer that did not allow, or denied. */
      readonly layer: PolicyLayer;
      /** Absent when no statement of that layer names the action. */
      readonly by?: DecidingStatement;
    };
