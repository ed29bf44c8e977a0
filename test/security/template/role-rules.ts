import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../../shared/json-schema.ts';
import { type PolicyPaper, policyPapers, type RawStatement } from '../policy-paper.ts';
import { added, changed, put, type TemplateRule } from './template-rule.ts';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';

const Texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
const Held = z.object({
  PermissionsBoundary: z.string().optional(),
  ManagedPolicyArns: z.array(z.string()).default([]),
});
const Right = z.object({ Effect: z.string(), Action: Texts, Resource: Texts, Condition: z.json().optional() });

/** Actions that AWS lets nobody narrow to a resource (service authorization reference). */
const WITHOUT_RESOURCE = [
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
  'cloudwatch:PutMetricData',
  'sts:GetCallerIdentity',
];

/** Lambda's own work with a function's network interfaces, on whatever it makes; the function's code must be denied it. */
const OF_LAMBDA =
  /^ec2:(Create|Delete|Describe)NetworkInterfaces?$|^ec2:DescribeSubnets$|^ec2:(Una|A)ssignPrivateIpAddresses$/;

/** The one managed policy of AWS, and what carries it: API Gateway takes no narrower role for access logs. */
const OF_AWS =
  /^SupportDesk\/Gateway\/Api\/CloudWatchRole, arn:aws:iam::aws:policy\/service-role\/AmazonAPIGatewayPushToCloudWatchLogs$/;

/** The managed policies of ours: one bounds, the other waits for operators. */
const OURS = ['SupportDesk/Gateway/LoanBoundary/Resource', 'SupportDesk/Gateway/Operator/Policy'];

/** Ways to gain rights that were not granted. */
const CLIMBING = [
  'iam:PassRole',
  'iam:CreateRole',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:DetachRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
  'iam:SetDefaultPolicyVersion',
  'lambda:UpdateFunctionCode',
  'lambda:AddPermission',
];

/** All roles, also those the CDK makes for itself: each right names its actions and its resources. */
export const narrowRoles: TemplateRule = {
  problemsOf(stack) {
    const roles = policyPapers(stack).filter(({ kind }) => kind === 'identity');
    const boundaries = boundariesOf(stack);
    return [
      ...roles
        .filter(({ words }) => words === 'of AWS')
        .filter(({ name }) => !OF_AWS.test(name))
        .map(({ name }) => `${name} is a managed policy`),
      ...roles
        .filter(({ words }) => words === 'ours')
        .flatMap((paper) => paper.statements.flatMap((raw) => rightProblems(paper, raw, boundaries))),
      ...roles.flatMap(interfaceProblems),
      ...stack.resources
        .filter(({ type }) =>
          ['AWS::IAM::User', 'AWS::IAM::AccessKey', 'AWS::IAM::Group', MANAGED_POLICY].includes(type),
        )
        .filter(({ type, path }) => !(type === MANAGED_POLICY && OURS.includes(path)))
        .map(({ path, type }) => `${path} is a ${type}`),
    ];
  },
  losses: {
    'a role may do everything': changed(POLICY, right({ Action: '*' })),
    'a role may do all of a service': changed(POLICY, right({ Action: 'dynamodb:*' })),
    'a role may do what begins so': changed(POLICY, right({ Action: 's3:Get*' })),
    'a role may do all but': changed(POLICY, right({ NotAction: 'iam:*' })),
    'a role may touch everything': changed(POLICY, right({ Resource: '*' })),
    'a role may touch all but': changed(POLICY, right({ NotResource: 'arn:aws:s3:::x' })),
    'a role may touch everything, with other resources beside': changed(
      POLICY,
      right({ Resource: ['arn:aws:s3:::x', '*'] }),
    ),
    'a role may touch every table': changed(POLICY, right({ Resource: 'arn:aws:dynamodb:us-east-1:123456789012:*' })),
    'a role may pass roles on': changed(POLICY, right({ Action: 'iam:PassRole' })),
    'a generated role holds everything in itself': changed(
      ROLE,
      put({
        Policies: [
          {
            PolicyName: 'x',
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
          },
        ],
      }),
    ),
    'a function role has a managed policy': changed(
      ROLE,
      put({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] }),
      isForLambda,
    ),
    'a role may rewrite a policy that is no boundary': changed(
      POLICY,
      right({ Action: 'iam:CreatePolicyVersion', Resource: 'arn:aws:iam::123456789012:policy/sallyport/mcp/mcp-more' }),
    ),
    'a role may rewrite every policy of the gateway': changed(
      POLICY,
      right({ Action: 'iam:CreatePolicyVersion', Resource: 'arn:aws:iam::123456789012:policy/sallyport/mcp/*' }),
    ),
    'a role may take the boundary from a lent role': changed(
      POLICY,
      right({
        Action: 'iam:DeleteRolePermissionsBoundary',
        Resource: 'arn:aws:iam::123456789012:role/sallyport/mcp/x',
      }),
    ),
    'operators may do all of Lambda with the functions of the gateway': changed(
      MANAGED_POLICY,
      right({ Action: 'lambda:*', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:mcp-*' }),
      isForOperators,
    ),
    'a managed policy appears': added(MANAGED_POLICY, {
      PolicyDocument: { Version: '2012-10-17', Statement: [] },
    }),
    'a user appears': added('AWS::IAM::User', {}),
    'code of a tool may make network interfaces': changed(POLICY, withoutDeny, hasDeny),
  },
};

function rightProblems({ name }: PolicyPaper, raw: RawStatement, boundaries: readonly string[]): readonly string[] {
  const { Effect, Action, Resource } = Right.parse(raw);
  if (Effect === 'Deny') return [];
  const named = Action.every((action) => WITHOUT_RESOURCE.includes(action) || OF_LAMBDA.test(action));
  return [
    ...('NotAction' in raw || 'NotResource' in raw ? [`${name} says what it does not mean`] : []),
    ...Action.filter((action) => action.includes('*')).map((action) => `${name} has the action ${action}`),
    ...Action.filter((action) => CLIMBING.includes(action)).map((action) => `${name} can gain rights by ${action}`),
    // a boundary grants nothing, so whoever writes it cannot give himself anything
    ...(Action.includes('iam:CreatePolicyVersion') && !Resource.every((arn) => boundaries.includes(arn))
      ? [`${name} can gain rights by rewriting a policy`]
      : []),
    ...(named ? [] : Resource.filter(isUnbounded).map((resource) => `${name} has the resource ${resource}`)),
  ];
}

/** What Lambda may do with network interfaces is denied to the code of one function, by name, in the same document. */
function interfaceProblems({ name, statements }: PolicyPaper): readonly string[] {
  const rights = statements.map((raw) => Right.parse(raw));
  const actionsOf = (effect: string) =>
    rights.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action.filter((it) => OF_LAMBDA.test(it)));
  const denied = rights.filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => JSON.stringify(Condition));
  const byName = denied.every((condition) =>
    /^\{"ArnEquals":\{"lambda:SourceFunctionArn":"arn:aws:lambda:[^"*?]+"\}\}$/.test(condition ?? ''),
  );
  return actionsOf('Allow')
    .filter((action) => !actionsOf('Deny').includes(action) || !byName)
    .map((action) => `${name} leaves ${action} to the function's code`);
}

/** Text before the first wildcard must reach into the resource's own name. */
function isUnbounded(resource: string): boolean {
  const [beforeWildcard = ''] = resource.split('*');
  return resource.includes('*') && beforeWildcard.split(':').slice(5).join(':') === '';
}

/** Policies that bound a role and are no role's rights. */
function boundariesOf(stack: DeployedStack): readonly string[] {
  const roles = stack.ofType(ROLE).map(({ properties }) => Held.parse(properties));
  const granted = roles.flatMap(({ ManagedPolicyArns }) => ManagedPolicyArns);
  return roles.flatMap(({ PermissionsBoundary = [] }) => PermissionsBoundary).filter((arn) => !granted.includes(arn));
}

const LambdaFunction = z.object({ Role: z.string() });
const Trust = z.object({
  AssumeRolePolicyDocument: z.object({ Statement: z.array(z.object({ Principal: z.json() })) }),
});

/** A role is one function's, and no account or stranger is trusted as a whole. */
export const ownRoles: TemplateRule = {
  problemsOf(stack) {
    const used = Map.groupBy(
      stack.ofType('AWS::Lambda::Function'),
      ({ properties }) => LambdaFunction.parse(properties).Role,
    );
    return [
      ...[...used].filter(([, functions]) => functions.length > 1).map(([role]) => `${role} is shared`),
      ...stack.ofType(ROLE).flatMap(({ properties, path }) =>
        Trust.parse(properties)
          .AssumeRolePolicyDocument.Statement.filter(({ Principal }) => trustsMany(Principal))
          .map(() => `${path} trusts many`),
      ),
    ];
  },
  losses: {
    'two functions share a role': (stack) => {
      const [first] = stack.ofType('AWS::Lambda::Function');
      return changed(
        'AWS::Lambda::Function',
        put({ Role: first?.properties.Role ?? '' }),
        ({ Role }) => Role !== first?.properties.Role,
      )(stack);
    },
    'a role trusts everybody': changed(ROLE, trusting('*')),
    'a role trusts everybody under AWS': changed(ROLE, trusting({ AWS: '*' })),
    'a role trusts its account': changed(ROLE, trusting({ AWS: 'arn:aws:iam::123456789012:root' })),
    'a role trusts another account by its number': changed(ROLE, trusting({ AWS: ['999988887777'] })),
    'a role trusts a federation': changed(ROLE, trusting({ Federated: 'accounts.example.com' })),
  },
};

/** Whoever is not one role or one service is many. */
function trustsMany(principal: Json): boolean {
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal)) return true;
  return Object.entries(principal).some(([type, value]) =>
    [value].flat().some((one) => typeof one !== 'string' || !ONE_PRINCIPAL[type]?.test(one)),
  );
}

/** By type of principal: one service, one role. There is no form for the others. */
const ONE_PRINCIPAL: { readonly [type: string]: RegExp } = {
  Service: /^[a-z-]+\.amazonaws\.com$/,
  AWS: /^arn:aws:iam::\d{12}:role\/[^*]+$/,
};

const Document = z.object({ PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.json())) }) });

function hasDeny(properties: DeployedResource['properties']): boolean {
  return JSON.stringify(properties).includes('lambda:SourceFunctionArn');
}

function withoutDeny(properties: DeployedResource['properties']): DeployedResource['properties'] {
  const { Statement } = Document.parse(properties).PolicyDocument;
  return {
    ...properties,
    PolicyDocument: { Version: '2012-10-17', Statement: Statement.filter(({ Effect }) => Effect !== 'Deny') },
  };
}

function isForOperators({ PolicyDocument }: DeployedResource['properties']): boolean {
  return JSON.stringify(PolicyDocument).includes('lambda:InvokeFunction');
}

function isForLambda({ AssumeRolePolicyDocument }: DeployedResource['properties']): boolean {
  return JSON.stringify(AssumeRolePolicyDocument).includes('lambda.amazonaws.com');
}

function right(element: { readonly [name: string]: Json }) {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/y', ...element };
  return put({ PolicyDocument: { Version: '2012-10-17', Statement: [statement] } });
}

function trusting(principal: Json) {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal };
  return put({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] } });
}
