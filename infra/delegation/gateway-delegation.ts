import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { GatewayEnvironment } from '../../shared/environment.ts';
import type { GatewayApi } from '../gateway/rest-api.ts';
import type { IsolatedFunction } from '../isolated-function.ts';
import type { DelegationHost } from '../tool/downstream-props.ts';
import { DelegationKeys } from './delegation-keys.ts';
import { GatewayKey } from './gateway-key.ts';

export interface GatewayDelegationProps {
  readonly gatewayName: string;
  /** The function that asks issuers for tokens. */
  readonly gateway: IsolatedFunction;
  readonly api: GatewayApi;
  /** Issuer of the callers' tokens. */
  readonly issuerUrl: string;
}

/** What a gateway needs so that its tools call services outside AWS in the caller's name. Empty until one does (B9). */
export class GatewayDelegation extends Construct implements DelegationHost {
  readonly issuerUrl: string;
  readonly gatewayRole: iam.IRole;
  private readonly props: GatewayDelegationProps;
  private key: GatewayKey | undefined;

  constructor(scope: Construct, id: string, props: GatewayDelegationProps) {
    super(scope, id);
    this.issuerUrl = props.issuerUrl;
    this.gatewayRole = props.gateway.role;
    this.props = props;
  }

  requireKey(): void {
    if (this.key) return;
    const { gatewayName, gateway, api } = this.props;
    this.key = new GatewayKey(this, 'Key', gateway.role);
    const variable: keyof GatewayEnvironment = 'SIGNING_KEY_ARN';
    gateway.function.addEnvironment(variable, this.key.keyArn);
    new DelegationKeys(this, 'Keys', { gatewayName, api, key: this.key });
  }
}
