import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import {
  AuthorizerEnvironment,
  ConnectEnvironment,
  FacadeEnvironment,
  GatewayEnvironment,
  OperatorEnvironment,
} from '../../../shared/environment.ts';
import { added, changed, drop, put, type TemplateRule } from './template-rule.ts';

const FUNCTION = 'AWS::Lambda::Function';
const PERMISSION = 'AWS::Lambda::Permission';
type Properties = DeployedResource['properties'];

/** Tool names have no hyphen; the operator function's has two. */
const isTool = ({ FunctionName }: Properties) => typeof FunctionName === 'string' && /^mcp-[^-]+$/.test(FunctionName);
const isOperator = ({ FunctionName }: Properties) => FunctionName === 'mcp-gateway-operator';

const LambdaFunction = z.object({
  FunctionName: z.string().optional(),
  Timeout: z.number().optional(),
  MemorySize: z.number().optional(),
  RecursiveLoop: z.string().optional(),
  TenancyConfig: z.object({ TenantIsolationMode: z.string() }).optional(),
  SnapStart: z.json().optional(),
  Role: z.string(),
  LoggingConfig: z.object({ LogGroup: z.string() }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
});

/** Seconds. Nothing of the deployment needs longer than the gateway itself. */
const LONGEST = 60;

/** A call cannot run, grow or call itself without end, and two callers never share an environment. */
export const boundedFunctions: TemplateRule = {
  problemsOf: (stack) =>
    stack.ofType(FUNCTION).flatMap(({ properties, path }) => {
      const { Timeout, MemorySize, RecursiveLoop, TenancyConfig, SnapStart } = LambdaFunction.parse(properties);
      const isolated = TenancyConfig?.TenantIsolationMode === 'PER_TENANT';
      return [
        ...(Timeout !== undefined && Timeout <= LONGEST ? [] : [`${path} ends after ${Timeout ?? '?'} seconds`]),
        ...(MemorySize === undefined ? [`${path} has no size of its own`] : []),
        ...(RecursiveLoop === 'Terminate' ? [] : [`${path} may call itself`]),
        ...(SnapStart === undefined ? [] : [`${path} starts from a memory image`]),
        ...(isTool(properties) && !isolated ? [`${path} serves two callers in one environment`] : []),
      ];
    }),
  losses: {
    'a function runs for 15 minutes': changed(FUNCTION, put({ Timeout: 900 })),
    'a timeout is left to Lambda': changed(FUNCTION, drop('Timeout')),
    'a size is left to Lambda': changed(FUNCTION, drop('MemorySize')),
    'a function may call itself': changed(FUNCTION, put({ RecursiveLoop: 'Allow' })),
    'callers of a tool share an environment': changed(FUNCTION, drop('TenancyConfig'), isTool),
    'a tool starts from a memory image': changed(
      FUNCTION,
      put({ SnapStart: { ApplyOn: 'PublishedVersions' } }),
      isTool,
    ),
  },
};

const Permission = z.object({
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  FunctionUrlAuthType: z.string().optional(),
});

/** Types that would start a function, or show its code, past the gates. */
const SIDE_DOORS = [
  'AWS::Lambda::Url',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::LayerVersionPermission',
  'AWS::Events::Rule',
];

/** Who wants a tool goes through the gates, and who gives orders needs a right of his own. */
export const noSideDoor: TemplateRule = {
  problemsOf(stack) {
    const apis = stack.ofType('AWS::ApiGateway::RestApi').map(({ physicalId }) => physicalId);
    const ofThisApi = (arn: string) =>
      apis.some((api) => arn.includes(`:${api}/`)) && !arn.includes('*') && !arn.includes('/test-invoke-stage/');
    const isOne = (fits: (properties: Properties) => boolean, name: string) =>
      stack
        .ofType(FUNCTION)
        .some(({ arn, physicalId, properties }) => fits(properties) && (name === arn || name === physicalId));
    return [
      ...stack.resources
        .filter(({ type }) => SIDE_DOORS.includes(type))
        .map(({ path, type }) => `${path} is a side door: ${type}`),
      ...stack.ofType(PERMISSION).flatMap(({ properties, path }) => {
        const { FunctionName, Principal, SourceArn, FunctionUrlAuthType } = Permission.parse(properties);
        return [
          ...(Principal === 'apigateway.amazonaws.com' ? [] : [`${path} lets in ${Principal}`]),
          ...(ofThisApi(SourceArn ?? '') ? [] : [`${path} does not name one route of this API`]),
          ...(FunctionUrlAuthType === undefined ? [] : [`${path} is for a function URL`]),
          ...(isOne(isTool, FunctionName) ? [`${path} lets a tool be started without the gateway`] : []),
          ...(isOne(isOperator, FunctionName) ? [`${path} lets the API give orders`] : []),
        ];
      }),
    ];
  },
  losses: {
    'a function gets an address': added('AWS::Lambda::Url', { AuthType: 'NONE' }),
    'a function gets an address behind IAM': added('AWS::Lambda::Url', { AuthType: 'AWS_IAM' }),
    'a queue starts a function': added('AWS::Lambda::EventSourceMapping', {}),
    'everybody may start a gate': changed(PERMISSION, put({ Principal: '*' })),
    'another account may start a gate': changed(PERMISSION, put({ Principal: '999988887777' })),
    'every API may start a gate': changed(PERMISSION, drop('SourceArn')),
    'every route of the API may start a gate': changed(PERMISSION, (it) => ({
      ...it,
      SourceArn: String(it.SourceArn).replace(/\/.*/, '/*/*/*'),
    })),
    'another API may start a gate': changed(
      PERMISSION,
      put({ SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:other/prod/POST/mcp' }),
    ),
    'the test button may start a gate': changed(PERMISSION, (it) => ({
      ...it,
      SourceArn: String(it.SourceArn).replace(/\/.*/, '/test-invoke-stage/POST/mcp'),
    })),
    'API Gateway may start a tool': startedByApi(isTool),
    'API Gateway may start the operator function': startedByApi(isOperator),
    'every path of sign-in may start the facade': changed(
      PERMISSION,
      (it) => ({ ...it, SourceArn: String(it.SourceArn).replace(/\/oauth\/.*/, '/oauth/*') }),
      ({ SourceArn }) => String(SourceArn).includes('/oauth/'),
    ),
  },
};

function startedByApi(fits: (properties: Properties) => boolean) {
  return (stack: DeployedStack) => {
    const found = stack.ofType(FUNCTION).find(({ properties }) => fits(properties));
    return changed(PERMISSION, put({ FunctionName: found?.arn ?? '' }))(stack);
  };
}

/** Names the reference deployment's functions read. A new one is added here by a person who looked at it. */
const VARIABLES = [
  ...Object.keys(AuthorizerEnvironment.shape),
  ...Object.keys(GatewayEnvironment.shape),
  ...Object.keys(FacadeEnvironment.shape),
  ...Object.keys(OperatorEnvironment.shape),
  ...Object.keys(ConnectEnvironment.shape),
  'ORDERS_TABLE',
  'DOCUMENTS_BUCKET',
  'RATES_URL',
  'PROFILES_URL',
  'PARCELS_URL',
  'SECRET_RATES_KEY_ARN',
  'SECRET_PARCEL_ACCOUNT_ARN',
];

/** Forms of well-known credentials. */
const SECRETS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\b[sr]k_live_[A-Za-z0-9]{16,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./,
  /[a-z][a-z0-9+.-]*:\/\/[^/\s:@"]+:[^/\s@"]+@/i,
];

/** A secret in a template is read by everybody who may read the stack. */
export const noSecrets: TemplateRule = {
  problemsOf: (stack) => [
    ...stack.ofType(FUNCTION).flatMap(({ properties, path }) => {
      const names = Object.keys(LambdaFunction.parse(properties).Environment.Variables);
      return names.filter((name) => !VARIABLES.includes(name)).map((name) => `${path} has the variable ${name}`);
    }),
    ...stack.resources.flatMap(({ properties, path, type }) => {
      const text = JSON.stringify(properties);
      return [
        ...(SECRETS.some((form) => form.test(text)) ? [`${path} holds a secret`] : []),
        ...(/\{\{\s*resolve:/i.test(text) ? [`${path} asks for a secret's value`] : []),
        ...(type === 'AWS::SecretsManager::Secret' && 'SecretString' in properties ? [`${path} says its secret`] : []),
      ];
    }),
    ...Object.entries(stack.outputs).flatMap(([name, value]) =>
      SECRETS.some((form) => form.test(value)) ? [`the output ${name} is a secret`] : [],
    ),
  ],
  losses: {
    'a password is passed as a variable': changed(FUNCTION, put({ Environment: { Variables: { DB_PASSWORD: 'x' } } })),
    'a variable refers to a secret by value': changed(
      FUNCTION,
      put({ Environment: { Variables: { RESOURCE: ['{{resolve', 'secretsmanager:key}}'].join(':') } } }),
    ),
    // assembled here, so that no scanner finds a credential in this file
    'a known variable holds an access key': changed(
      FUNCTION,
      put({ Environment: { Variables: { RESOURCE: `AKIA${'A2B3'.repeat(4)}` } } }),
    ),
    'code stands in the template with a key in it': changed(
      FUNCTION,
      put({ Code: { ZipFile: ['-----BEGIN', 'PRIVATE KEY-----'].join(' ') } }),
    ),
    'a connection string holds a password': changed(
      'AWS::DynamoDB::Table',
      put({ Description: `postgres://app:${'hunter'}@db/orders` }),
    ),
    'a secret is written in the template': added('AWS::SecretsManager::Secret', { SecretString: 'x' }),
    'an output is a secret': (stack) => ({
      ...stack,
      outputs: { ...stack.outputs, Key: `sk_live_${'x9'.repeat(12)}` },
    }),
  },
};
