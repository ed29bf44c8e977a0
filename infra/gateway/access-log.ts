import { RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** What a line says: who asked for what and how it ended. No header, no query, no body, so no token (B8). */
const LINE = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  sourceIp: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  refusal: '$context.error.responseType',
  caller: '$context.authorizer.principalId',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
};

/** API Gateway's own line for every request, also for those it refuses before any function runs (I1). */
export class AccessLog extends Construct {
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'Resource', {
      retention: logs.RetentionDays.ONE_YEAR,
      deletionProtectionEnabled: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** How the stage writes it. */
  get stageOptions(): Pick<apigateway.StageOptions, 'accessLogDestination' | 'accessLogFormat'> {
    return {
      accessLogDestination: new apigateway.LogGroupLogDestination(this.logGroup),
      accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(LINE)),
    };
  }
}
