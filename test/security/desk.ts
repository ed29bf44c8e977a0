import type { DeployedResource, DeployedStack } from '../../infra/local/template/deployed-stack.ts';
import { readAssembly } from '../../infra/local/template/read-assembly.ts';
import { resolveTemplate } from '../../infra/local/template/resolve-template.ts';
import { McpStack } from '../../infra/mcp-stack.ts';
import {
  callerRoleName,
  callerRolePath,
  connectFunctionName,
  connectorRoleName,
  connectorRolePath,
  delegationKeysFunctionName,
  loanBoundaryName,
  operatorFunctionName,
  toolFunctionName,
} from '../../shared/resource-names.ts';
import { quickApp } from '../infra/example-gateway.ts';

/** A function of the reference deployment: what it is, what it runs as and where it writes. */
export interface DeskFunction {
  readonly arn: string;
  readonly role: string;
  /** ARN of its own log group, without a stream. */
  readonly log: string;
}

/** What a tool of the reference deployment was granted. */
export type ToolGrant =
  | 'reads orders'
  | 'reads documents'
  | 'writes documents'
  | 'reads rates'
  | 'reads a secret of the caller'
  | 'nothing in AWS';

/** A tool of the reference deployment. */
export interface DeskTool {
  readonly name: string;
  readonly grant: ToolGrant;
  readonly function: DeskFunction;
  /** ARN of the role that is lent to it. */
  readonly callerRole: string;
}

/** The reference deployment, resolved as local mode resolves it, with the ARNs that the rows of the matrix speak of. */
export interface Desk {
  readonly stack: DeployedStack;
  readonly tools: readonly DeskTool[];
  readonly gateway: DeskFunction;
  readonly authorizer: DeskFunction;
  /** Signs clients in, in front of the user pool. */
  readonly facade: DeskFunction;
  /** Carries out operators' orders. */
  readonly operator: DeskFunction;
  /** Serves the public half of the signing key. */
  readonly keys: DeskFunction;
  /** The page where people enter secrets of their own. */
  readonly connect: DeskFunction;
  /** ARN of the role that is lent to that page. */
  readonly connectorRole: string;
  /** The role under which API Gateway writes the access log. */
  readonly apiLogRole: string;
  /** What writes down the traffic that the tools' VPCs reject. */
  readonly rejected: Pick<DeskFunction, 'role' | 'log'>;
  /** `arn:aws:execute-api:<region>:<account>:<api>`. */
  readonly api: string;
  readonly authorizerId: string;
  readonly orders: string;
  readonly documents: string;
  /** ARN of the API key for exchange rates, with its random end. */
  readonly ratesKey: string;
  /** ARN of the key with which the gateway says who calls and who acts. */
  readonly signingKey: string;
  readonly auditLog: string;
  readonly accessLog: string;
  readonly auditKey: string;
  readonly userPool: string;
  readonly stateTable: string;
  /** ARN of the permissions boundary of all caller roles. */
  readonly loanBoundary: string;
  /** ARN of the managed policy that a team attaches to whoever may give orders. */
  readonly operatorPolicy: string;
}

/** Each tool and what it was granted. A tool that is not here fails the matrix; so does a grant that is not said here. */
export const TOOL_GRANTS: { readonly [tool: string]: ToolGrant } = {
  list_orders: 'reads orders',
  get_order: 'reads orders',
  list_documents: 'reads documents',
  read_document: 'reads documents',
  save_document: 'writes documents',
  exchange_rate: 'reads rates',
  customer_profile: 'nothing in AWS',
  connect_account: 'reads a secret of the caller',
};

/** The name the reference deployment gives its gateway. */
export const GATEWAY = 'mcp';

/** Synthesises the reference deployment without bundling and resolves its template. */
export function synthesiseDesk(): Desk {
  const app = quickApp();
  new McpStack(app, 'SupportDesk');
  const stack = resolveTemplate(readAssembly(app.synth().directory), {
    api: 'http://127.0.0.1:7001',
    issuer: 'http://127.0.0.1:7002',
  });
  const at = (path: string, type: string) => arnOf(resourceAt(stack, `SupportDesk/${path}`, type));
  const { account, region } = stack;
  const named = (name: string) => functionOf(stack, `arn:aws:lambda:${region}:${account}:function:${name}`);
  return {
    stack,
    tools: Object.entries(TOOL_GRANTS).map(([name, grant]) => ({
      name,
      grant,
      function: named(toolFunctionName(GATEWAY, name)),
      callerRole: `arn:aws:iam::${account}:role${callerRolePath(GATEWAY)}${callerRoleName(GATEWAY, name)}`,
    })),
    gateway: functionOf(stack, at('Gateway/Function', 'AWS::Lambda::Function')),
    authorizer: functionOf(stack, at('Gateway/Authorizer', 'AWS::Lambda::Function')),
    facade: functionOf(stack, at('Gateway/SignIn', 'AWS::Lambda::Function')),
    operator: named(operatorFunctionName(GATEWAY)),
    keys: named(delegationKeysFunctionName(GATEWAY)),
    connect: named(connectFunctionName(GATEWAY)),
    connectorRole: `arn:aws:iam::${account}:role${connectorRolePath(GATEWAY)}${connectorRoleName(GATEWAY)}`,
    apiLogRole: at('Gateway/Api/CloudWatchRole', 'AWS::IAM::Role'),
    rejected: {
      role: at('Gateway/Networks/Rejected/Role', 'AWS::IAM::Role'),
      log: groupArn(at('Gateway/Networks/Rejected/LogGroup', 'AWS::Logs::LogGroup')),
    },
    api: `arn:aws:execute-api:${region}:${account}:${only(stack, 'AWS::ApiGateway::RestApi').physicalId}`,
    authorizerId: only(stack, 'AWS::ApiGateway::Authorizer').physicalId,
    orders: at('Orders', 'AWS::DynamoDB::Table'),
    documents: at('Documents', 'AWS::S3::Bucket'),
    ratesKey: at('RatesKey', 'AWS::SecretsManager::Secret'),
    signingKey: at('Gateway/Delegation/Key', 'AWS::KMS::Key'),
    auditLog: groupArn(at('Gateway/AuditLog', 'AWS::Logs::LogGroup')),
    accessLog: groupArn(at('Gateway/AccessLog', 'AWS::Logs::LogGroup')),
    auditKey: at('Gateway/AuditLog/Key', 'AWS::KMS::Key'),
    userPool: arnOf(only(stack, 'AWS::Cognito::UserPool')),
    stateTable: at('Gateway/State', 'AWS::DynamoDB::Table'),
    loanBoundary: `arn:aws:iam::${account}:policy${callerRolePath(GATEWAY)}${loanBoundaryName(GATEWAY)}`,
    operatorPolicy: at('Gateway/Operator/Policy', 'AWS::IAM::ManagedPolicy'),
  };
}

/** Every function of the deployment by a name for sentences. */
export function functionsOf({
  tools,
  gateway,
  authorizer,
  facade,
  operator,
  keys,
  connect,
}: Desk): readonly (readonly [string, DeskFunction])[] {
  return [
    ...tools.map((tool) => [`the function of ${tool.name}`, tool.function] as const),
    ['the gateway', gateway],
    ['the authorizer', authorizer],
    ['the sign-in facade', facade],
    ['the operator function', operator],
    ['the function of the public key', keys],
    ['the page for secrets', connect],
  ];
}

function functionOf(stack: DeployedStack, arn: string): DeskFunction {
  const resource = stack.find(arn, 'AWS::Lambda::Function');
  const { Role, LoggingConfig } = resource?.properties ?? {};
  const group =
    typeof LoggingConfig === 'object' && LoggingConfig !== null && 'LogGroup' in LoggingConfig
      ? LoggingConfig.LogGroup
      : undefined;
  if (typeof Role !== 'string' || typeof group !== 'string') throw new Error(`${arn}: no role or no log group`);
  const log = stack.find(group, 'AWS::Logs::LogGroup');
  if (!log) throw new Error(`${arn}: its log group is not in the template`);
  return { arn, role: Role, log: groupArn(arnOf(log)) };
}

function resourceAt(stack: DeployedStack, path: string, type: string): DeployedResource {
  const found = stack.ofType(type).find((resource) => resource.path.replace(/\/Resource$/, '') === path);
  if (!found) throw new Error(`no ${type} at ${path}`);
  return found;
}

function only(stack: DeployedStack, type: string): DeployedResource {
  const [found, ...others] = stack.ofType(type);
  if (!found || others.length > 0) throw new Error(`expected one ${type}`);
  return found;
}

function arnOf({ arn, path }: DeployedResource): string {
  if (arn === undefined) throw new Error(`${path} has no ARN`);
  return arn;
}

/** `GetAtt Arn` of a log group ends with `:*`; requests name the group or a stream of it. */
function groupArn(arn: string): string {
  return arn.replace(/:\*$/, '');
}
