import { fileURLToPath } from 'node:url';
import { Duration, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { DELEGATION_KEYS_PATH } from '../../shared/downstream.ts';
import type { DelegationKeysEnvironment } from '../../shared/environment.ts';
import { delegationKeysFunctionName } from '../../shared/resource-names.ts';
import type { GatewayApi } from '../gateway/rest-api.ts';
import { IsolatedFunction } from '../isolated-function.ts';
import type { GatewayKey } from './gateway-key.ts';

/** Issuers keep what they read for minutes; many of them together ask seldom. */
const THROTTLE = { rate: 10, burst: 20 };

export interface DelegationKeysProps {
  readonly gatewayName: string;
  readonly api: GatewayApi;
  readonly key: GatewayKey;
}

/** Serves the gateway's public key to issuers that take its assertions (RFC 7517). All it may do is read that key. */
export class DelegationKeys extends IsolatedFunction {
  constructor(scope: Construct, id: string, { gatewayName, api, key }: DelegationKeysProps) {
    const timeout = Duration.seconds(10);
    const environment: DelegationKeysEnvironment = { SIGNING_KEY_ARN: key.keyArn };
    super(scope, id, {
      entry: fileURLToPath(new URL('../../functions/delegation/handler.ts', import.meta.url)),
      description: 'Serves the public key of the assertions that the gateway signs',
      functionName: delegationKeysFunctionName(gatewayName),
      timeout,
      memorySize: 256,
      environment: { ...environment },
    });
    key.grantReadPublic(this.role);
    // The console's test button would start the function past the stage's throttles (C5).
    const integration = new apigateway.LambdaIntegration(this.function, { timeout, allowTestInvoke: false });
    const route = api.root.resourceForPath(DELEGATION_KEYS_PATH).addMethod('GET', integration, {
      authorizationType: apigateway.AuthorizationType.NONE,
    });
    api.throttle({ path: DELEGATION_KEYS_PATH, method: 'GET', ...THROTTLE });
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'An issuer reads the public key here; it has no token of ours, and a public key is no secret.',
    });
  }
}
