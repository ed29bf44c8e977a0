import { AspectPriority, Aspects, Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { LoanTraits } from '../../shared/contract-document.ts';
import { facadeIssuer } from '../../shared/oauth-paths.ts';
import { checkGatewayName } from '../../shared/resource-names.ts';
import { fullScopes } from '../../shared/tool-scope.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { GatewayConnect } from '../connect/gateway-connect.ts';
import { GatewayDelegation } from '../delegation/gateway-delegation.ts';
import type { IdentitySource } from '../identity/identity-source.ts';
import { ToolNetworks } from '../network/tool-networks.ts';
import { GatewayOperator } from '../operator/gateway-operator.ts';
import { GatewayPolicies } from '../policy/gateway-policies.ts';
import { PolicyLayer } from '../policy/policy-layer.ts';
import { ReportFile } from '../report/report-file.ts';
import { admitsClients, SignInFacade } from '../sign-in/sign-in-facade.ts';
import { LoanBoundary } from '../state/loan-boundary.ts';
import { StateTable } from '../state/state-table.ts';
import { McpTool } from '../tool/mcp-tool.ts';
import type { McpToolProps } from '../tool/mcp-tool-props.ts';
import { AccessLog } from './access-log.ts';
import { addChallengeResponses } from './challenge-responses.ts';
import { ContractLayer } from './contract-layer.ts';
import { GatewayFunction } from './gateway-function.ts';
import type { McpGatewayProps } from './mcp-gateway-props.ts';
import { RequestAuthorizer } from './request-authorizer.ts';
import { addResourceMetadata } from './resource-metadata.ts';
import { ENDPOINT_METHODS, GatewayApi } from './rest-api.ts';
import { ToolList } from './tool-list.ts';

/** What the gateway does before and after the tool: borrow, record, answer. */
const OWN_SECONDS = 10;

/** One MCP endpoint: API Gateway, the two gates, and the tools behind them. */
export class McpGateway extends Construct {
  readonly gatewayName: string;
  readonly auditLog: AuditLog;
  readonly stateTable: StateTable;
  readonly api: apigateway.RestApi;
  /** Where a DNS alias points, when the endpoint has a domain name of its own. */
  readonly domain: apigateway.DomainName | undefined;
  /** Canonical URL of the endpoint: what clients are given, and the OAuth resource. */
  readonly endpointUrl: string;
  /** The function behind the endpoint. */
  readonly function: lambda.Function;
  /** The function API Gateway asks before it. */
  readonly authorizer: lambda.Function;
  /** The OAuth server in front of the pool, where the identity source needs one. */
  readonly facade: SignInFacade | undefined;
  /** The right to revoke and to switch off, apart from the right to deploy. */
  readonly operator: GatewayOperator;
  private readonly tools: ToolList;
  private readonly policies: GatewayPolicies | undefined;
  private readonly gateway: GatewayFunction;
  private readonly loanBoundary: LoanBoundary;
  private readonly delegation: GatewayDelegation;
  private readonly connect: GatewayConnect;
  private readonly networks: ToolNetworks;
  private readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: McpGatewayProps) {
    super(scope, id);
    const { identity } = props;
    this.gatewayName = checkGatewayName(props.gatewayName ?? 'mcp');
    this.timeout = props.timeout ?? Duration.seconds(60);
    const tools = new ToolList(this, props);
    this.tools = tools;
    this.policies =
      props.policies === undefined ? undefined : new GatewayPolicies(props.policies, () => tools.sorted());
    this.auditLog = props.auditLog ?? new AuditLog(this, 'AuditLog');
    this.stateTable = props.stateTable ?? new StateTable(this, 'State');
    this.loanBoundary = new LoanBoundary(this, 'LoanBoundary', { gatewayName: this.gatewayName });
    this.networks = new ToolNetworks(this, 'Networks', { gatewayName: this.gatewayName });
    this.operator = this.makeOperator(identity);

    const api = this.makeApi(props);
    this.api = api;
    this.domain = api.domainName;
    this.endpointUrl = api.endpointUrl;

    const { endpointUrl, gatewayName, auditLog, stateTable: state } = this;
    const scopePrefix = identity.attach(this, { url: endpointUrl, scopes: () => tools.scopes() });
    const baselineScopes = () => fullScopes(scopePrefix, tools.baselineScopes());
    const common = { gatewayName, endpointUrl, scopePrefix, auditLog };
    const maxTokenLife = props.maxTokenLife ?? Duration.minutes(5);
    const gate = new RequestAuthorizer(this, 'Authorizer', { ...common, identity, state, maxTokenLife });
    this.gateway = new GatewayFunction(this, 'Function', {
      ...common,
      allowedOrigins: props.allowedOrigins ?? [],
      issuerUrl: identity.issuerUrl,
      timeout: this.timeout,
    });
    this.authorizer = gate.function;
    this.function = this.gateway.function;
    const { gateway } = this;
    this.delegation = new GatewayDelegation(this, 'Delegation', {
      ...common,
      gateway,
      api,
      issuerUrl: identity.issuerUrl,
    });
    const { loanBoundary: boundary } = this;
    this.connect = new GatewayConnect(this, 'Connect', { ...common, gateway, api, identity, state, boundary });
    addEndpoint(api, gate.authorizer, this.function, this.timeout);

    const source = identity.facade;
    this.facade =
      source && new SignInFacade(this, 'SignIn', { ...common, identity, source, state, api, baselineScopes });
    const authorizationServer = source ? facadeIssuer(endpointUrl) : identity.issuerUrl;
    addResourceMetadata(api, { endpointUrl, authorizationServer, baselineScopes });
    addChallengeResponses(api, { endpointUrl, baselineScopes });
    this.node.addValidation({ validate: () => this.findProblems(identity) });
    this.giveContractsLate();
    ReportFile.writeFor(this);
  }

  /**
   * Adds a tool: its own function, its own role to lend.
   *
   * @throws Error when the gateway already has a tool of that name, or the tool may run longer than a call.
   */
  addTool(id: string, props: McpToolProps): McpTool {
    this.tools.add(props.contract);
    const { gatewayName, gateway, loanBoundary, delegation, connect } = this;
    const tool = new McpTool(this, id, {
      ...props,
      gatewayName,
      gatewayRole: gateway.role,
      boundary: loanBoundary.policy,
      networks: this.networks,
      delegation,
      connect,
    });
    const longest = this.timeout.toSeconds() - OWN_SECONDS;
    if (tool.timeout.toSeconds() > longest) {
      throw new Error(
        `${tool.node.path}: a tool of this gateway ends after ${longest} seconds, got ${tool.timeout.toSeconds()}; raise the gateway's timeout`,
      );
    }
    return tool;
  }

  /** Makes an operator of a person's role or group: it may revoke, disable and enable, and nothing else (I6). */
  grantOperate(grantee: iam.IGrantable): iam.Grant {
    return this.operator.grantOperate(grantee);
  }

  /** How many requests passed the authorizer. */
  metricCalls(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricInvocations(props);
  }

  private makeApi({ stageName = 'prod', identity, ...props }: McpGatewayProps): GatewayApi {
    return new GatewayApi(this, 'Api', {
      name: this.gatewayName,
      description: `MCP endpoint of ${this.node.path}`,
      stageName,
      throttlingRateLimit: props.throttlingRateLimit ?? 50,
      throttlingBurstLimit: props.throttlingBurstLimit ?? 100,
      accessLog: new AccessLog(this, 'AccessLog'),
      facade: identity.facade,
      ...(props.domainName !== undefined && { domainName: props.domainName }),
      ...(props.certificate && { certificate: props.certificate }),
    });
  }

  private makeOperator({ userPool }: IdentitySource): GatewayOperator {
    const { gatewayName, stateTable, loanBoundary, auditLog } = this;
    const parts = { gatewayName, stateTable, loanBoundary, auditLog };
    return new GatewayOperator(this, 'Operator', { ...parts, ...(userPool && { userPool }) });
  }

  private findProblems(identity: IdentitySource): string[] {
    const problems = [...this.contractProblems()];
    const clients = [...identity.clientIds(), ...identity.machineClientIds()];
    if (clients.length === 0 && !(identity.facade && admitsClients(identity.facade))) {
      problems.push('nobody could call: add a client to the identity source');
    }
    return problems;
  }

  /** Policies are read once there are tools: they are checked against the contracts. */
  private contractProblems(): readonly string[] {
    const problems = this.tools.findProblems();
    return problems.length > 0 ? problems : (this.policies?.findProblems() ?? []);
  }

  private loans(): ReadonlyMap<string, LoanTraits> {
    const tools = this.node.children.filter((child) => child instanceof McpTool);
    return new Map(tools.map((tool) => [tool.toolName, tool.settleLoans()]));
  }

  /** Tools are added after the functions are made, so all that read contracts get them when the tree is complete. */
  private giveContractsLate(): void {
    const readers = [
      this.authorizer,
      this.function,
      this.operator.function,
      ...(this.facade ? [this.facade.function] : []),
    ];
    const visit = (node: unknown) => {
      if (node !== this || this.node.tryFindChild('Contracts') || this.contractProblems().length > 0) return;
      const { layer } = new ContractLayer(this, 'Contracts', this.tools.contractFile(this.loans()));
      for (const reader of readers) reader.addLayers(layer);
      this.givePolicies();
    };
    Aspects.of(this).add({ visit }, { priority: AspectPriority.MUTATING });
  }

  /** To both gates: the first one tells nobody of a tool that the second would hide (C3). */
  private givePolicies(): void {
    const file = this.policies?.file();
    if (!file) return;
    const { layer } = new PolicyLayer(this, 'Policies', file);
    for (const gate of [this.authorizer, this.function]) gate.addLayers(layer);
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
