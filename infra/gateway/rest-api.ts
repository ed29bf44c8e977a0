import { Stack, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { SERVER_METADATA_PATHS } from '../../shared/oauth-paths.ts';
import { ENDPOINT_PATH, RESOURCE_METADATA_PATHS } from '../../shared/protected-resource.ts';
import { facadeRoutes } from '../sign-in/facade-routes.ts';
import type { AccessLog } from './access-log.ts';
import { type CustomDomainProps, customDomain, TLS } from './custom-domain.ts';
import type { OpenMethod } from './open-routes.ts';

/** Methods of the endpoint. All reach the gateway, which serves POST and answers 405 to the others (A6). */
export const ENDPOINT_METHODS = ['POST', 'GET', 'DELETE'] as const;

export interface GatewayApiProps extends CustomDomainProps {
  readonly name: string;
  readonly description: string;
  readonly stageName: string;
  /** Requests per second. */
  readonly throttlingRateLimit: number;
  /** Requests at once. */
  readonly throttlingBurstLimit: number;
  readonly accessLog: AccessLog;
  /** The sign-in facade, where there is one. */
  readonly facade: { readonly registration: boolean } | undefined;
}

/** The API in front of the gateway: regional, throttled by method, no execution log, no cache. */
export class GatewayApi extends apigateway.RestApi {
  /** Canonical URL of the endpoint: the OAuth resource. Made without the stage, which depends on everything. */
  readonly endpointUrl: string;

  constructor(scope: Construct, id: string, { accessLog, stageName, ...props }: GatewayApiProps) {
    super(scope, id, {
      restApiName: props.name,
      description: props.description,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // API Gateway writes the access log under a role of the whole account and region.
      cloudWatchRole: true,
      deployOptions: { stageName, ...accessLog.stageOptions, methodOptions: throttles(props) },
      ...customDomain(scope.node.path, props),
    });
    const { region, urlSuffix } = Stack.of(this);
    const base = props.domainName ?? `${this.restApiId}.execute-api.${region}.${urlSuffix}/${stageName}`;
    this.endpointUrl = `https://${base}${ENDPOINT_PATH}`;
    secure(this);
    acknowledgeFindings(this);
    // CDK's own output names the stage's root, where nothing is served.
    this.node.tryRemoveChild('Endpoint');
  }

  /** Throttles a method that was added after the stage was made: without its own line it would take from all others (D6). */
  throttle({ path, method, rate, burst }: OpenMethod): void {
    const stage = this.deploymentStage.node.defaultChild;
    if (!(stage instanceof apigateway.CfnStage) || !Array.isArray(stage.methodSettings)) {
      throw new Error(`${this.node.path}: a stage without settings of its methods`);
    }
    // A path in a setting is one segment, as in a JSON pointer (API Gateway API reference, MethodSetting).
    const resourcePath = `/${path.replaceAll('/', '~1')}`;
    stage.methodSettings = [
      ...stage.methodSettings,
      { ...UNSEEN, httpMethod: method, resourcePath, throttlingRateLimit: rate, throttlingBurstLimit: burst },
    ];
  }
}

/** One throttle for each method by its name: API Gateway does not apply wildcards where a name is given (D6). */
function throttles(props: Throttles): Record<string, apigateway.MethodDeploymentOptions> {
  const usual = { rate: props.throttlingRateLimit, burst: props.throttlingBurstLimit };
  const documents = [...RESOURCE_METADATA_PATHS, ...(props.facade ? SERVER_METADATA_PATHS : [])];
  const methods = [
    ...ENDPOINT_METHODS.map((method) => ({ method, path: ENDPOINT_PATH, ...usual })),
    ...documents.map((path) => ({ method: 'GET', path, ...usual })),
    ...(props.facade ? facadeRoutes(props.facade) : []),
  ];
  return Object.fromEntries(
    methods.map(({ method, path, rate, burst }) => [
      `${path}/${method}`,
      { ...UNSEEN, throttlingRateLimit: rate, throttlingBurstLimit: burst },
    ]),
  );
}

type Throttles = Pick<GatewayApiProps, 'throttlingRateLimit' | 'throttlingBurstLimit' | 'facade'>;

/** API Gateway counts requests and neither logs nor keeps any. */
const UNSEEN: apigateway.MethodDeploymentOptions = {
  metricsEnabled: true,
  dataTraceEnabled: false,
  loggingLevel: apigateway.MethodLoggingLevel.OFF,
  cachingEnabled: false,
};

function secure(api: apigateway.RestApi): void {
  const resource = api.node.defaultChild;
  if (!(resource instanceof apigateway.CfnRestApi)) throw new Error(`${api.node.path}: a RestApi without its resource`);
  Object.assign(resource, TLS);
}

/** Findings of cdk-nag that are decisions, each with its reason. */
function acknowledgeFindings(api: apigateway.RestApi): void {
  Validations.of(api).acknowledge(
    {
      id: 'AwsSolutions-APIG2',
      reason: 'The gateway checks every body against the contract; API Gateway models know JSON Schema draft 4 only.',
    },
    {
      id: 'AwsSolutions-APIG3',
      reason: 'Which web ACL stands in front of the stage is the choice of the team that deploys.',
    },
    {
      id: 'AwsSolutions-APIG6',
      reason:
        'Execution logs are cut at 1,024 bytes and may hold tokens; the access log and the audit log serve instead.',
    },
    {
      id: 'AwsSolutions-COG4',
      reason: 'The Lambda authorizer checks access tokens; a Cognito authorizer knows neither revocation nor step-up.',
    },
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'API Gateway accepts no narrower role for writing access logs.',
    },
  );
}
