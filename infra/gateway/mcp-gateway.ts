import { AspectPriority, Aspects, Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Listing } from '../../shared/contract-document.ts';
import { checkGatewayName } from '../../shared/resource-names.ts';
import { fullScopes } from '../../shared/tool-scope.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { IdentitySource } from '../identity/identity-source.ts';
import { McpTool, type McpToolProps } from '../tool/mcp-tool.ts';
import { AccessLog } from './access-log.ts';
import { addChallengeResponses } from './challenge-responses.ts';
import { ContractLayer } from './contract-layer.ts';
import { GatewayFunction } from './gateway-function.ts';
import { RequestAuthorizer } from './request-authorizer.ts';
import { addResourceMetadata } from './resource-metadata.ts';
import { ENDPOINT_METHODS, GatewayApi } from './rest-api.ts';
import { ToolList } from './tool-list.ts';

export interface McpGatewayProps {
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
   * Scopes a first sign-in asks for, by their short names. More are asked for when a call needs them.
   *
   * @default - the scopes of the tools whose effect is 'read'
   */
  readonly baselineScopes?: readonly string[];
  /**
   * What `tools/list` shows: every tool, so that a client can ask for a scope it lacks (`permitted`), or only what the
   * token opens already (`callable`); a tool without scope then answers like an unknown one (C3).
   *
   * @default 'permitted'
   */
  readonly listing?: Listing;
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

/** What the gateway does before and after the tool: borrow, record, answer. */
const OWN_SECONDS = 10;

/** One MCP endpoint: API Gateway, the two gates, and the tools behind them. */
export class McpGateway extends Construct {
  readonly gatewayName: string;
  readonly auditLog: AuditLog;
  readonly api: apigateway.RestApi;
  /** Canonical URL of the endpoint: what clients are given, and the OAuth resource. */
  readonly endpointUrl: string;
  /** The function behind the endpoint. */
  readonly function: lambda.Function;
  /** The function API Gateway asks before it. */
  readonly authorizer: lambda.Function;
  private readonly tools: ToolList;
  private readonly gates: readonly [RequestAuthorizer, GatewayFunction];
  private readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: McpGatewayProps) {
    super(scope, id);
    this.gatewayName = checkGatewayName(props.gatewayName ?? 'mcp');
    this.timeout = props.timeout ?? Duration.seconds(60);
    this.tools = new ToolList(this, props);
    this.auditLog = props.auditLog ?? new AuditLog(this, 'AuditLog');

    const api = new GatewayApi(this, 'Api', {
      name: this.gatewayName,
      description: `MCP endpoint of ${this.node.path}`,
      stageName: props.stageName ?? 'prod',
      throttlingRateLimit: props.throttlingRateLimit ?? 50,
      throttlingBurstLimit: props.throttlingBurstLimit ?? 100,
      accessLog: new AccessLog(this, 'AccessLog'),
    });
    this.api = api;
    this.endpointUrl = api.endpointUrl;

    const { endpointUrl, gatewayName, auditLog, tools } = this;
    const { identity } = props;
    const scopePrefix = identity.attach(this, { url: endpointUrl, scopes: () => tools.scopes() });
    const common = { gatewayName, endpointUrl, scopePrefix, auditLog };
    const maxTokenLife = props.maxTokenLife ?? Duration.minutes(5);
    const gate = new RequestAuthorizer(this, 'Authorizer', { ...common, identity, maxTokenLife });
    const gateway = new GatewayFunction(this, 'Function', {
      ...common,
      allowedOrigins: props.allowedOrigins ?? [],
      timeout: this.timeout,
    });
    this.gates = [gate, gateway];
    this.authorizer = gate.function;
    this.function = gateway.function;

    addEndpoint(api, gate.authorizer, gateway.function, this.timeout);
    const baselineScopes = () => fullScopes(scopePrefix, tools.baselineScopes());
    addResourceMetadata(api, { endpointUrl, issuerUrl: identity.issuerUrl, baselineScopes });
    addChallengeResponses(api, { endpointUrl, baselineScopes });
    this.node.addValidation({ validate: () => this.findProblems(identity) });
    this.giveContractsLate();
  }

  /**
   * Adds a tool: its own function, its own role to lend.
   *
   * @throws Error when the gateway already has a tool of that name, or the tool may run longer than a call.
   */
  addTool(id: string, props: McpToolProps): McpTool {
    this.tools.add(props.contract);
    const tool = new McpTool(this, id, { ...props, gatewayName: this.gatewayName, gatewayRole: this.gates[1].role });
    const longest = this.timeout.toSeconds() - OWN_SECONDS;
    if (tool.timeout.toSeconds() > longest) {
      throw new Error(
        `${tool.node.path}: a tool of this gateway ends after ${longest} seconds, got ${tool.timeout.toSeconds()}; raise the gateway's timeout`,
      );
    }
    return tool;
  }

  /** How many requests passed the authorizer. */
  metricCalls(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricInvocations(props);
  }

  private findProblems(identity: IdentitySource): string[] {
    const problems = [...this.tools.findProblems()];
    if (identity.clientIds().length === 0) problems.push('nobody could call: add a client to the identity source');
    return problems;
  }

  /** Tools are added after the functions are made, so both get the contracts when the tree is complete. */
  private giveContractsLate(): void {
    const visit = (node: unknown) => {
      if (node !== this || this.tools.findProblems().length > 0 || this.node.tryFindChild('Contracts')) return;
      const { layer } = new ContractLayer(this, 'Contracts', this.tools.contractFile());
      for (const gate of this.gates) gate.function.addLayers(layer);
    };
    Aspects.of(this).add({ visit }, { priority: AspectPriority.MUTATING });
  }
}

function addEndpoint(
  api: apigateway.RestApi,
  authorizer: apigateway.IAuthorizer,
  handler: lambda.IFunction,
  timeout: Duration,
): void {
  const integration = new apigateway.LambdaIntegration(handler, {
    responseTransferMode: apigateway.ResponseTransferMode.STREAM,
    timeout,
    // The console's test button would reach the gateway without the authorizer (C5).
    allowTestInvoke: false,
  });
  const endpoint = api.root.addResource('mcp');
  for (const method of ENDPOINT_METHODS) {
    endpoint.addMethod(method, integration, {
      authorizer,
      authorizationType: apigateway.AuthorizationType.CUSTOM,
    });
  }
}
