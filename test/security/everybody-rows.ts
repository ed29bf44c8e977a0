import { type Desk, functionsOf } from './desk.ts';
import { type Asker, type MatrixRow, mayNot, session, type Wish } from './matrix-row.ts';
import { holderOf } from './policy-paper.ts';

/** What no role of the deployment may do, whoever runs under it. */
export function everybodyRows(desk: Desk): readonly MatrixRow[] {
  const wishes = forbiddenToAll(desk);
  return rolesOf(desk).flatMap((asker) => wishes.map((wish) => mayNot(asker, wish)));
}

/** Every role that runs code of ours or is lent to it, and an operator. Alice is behind a lent one. */
function rolesOf(desk: Desk): readonly Asker[] {
  return [
    ...desk.tools.map((tool) => lentTo(tool, 'alice')),
    lentToPage(desk, 'alice'),
    ...functionsOf(desk).map(([name, it]) => session(name, it.role)),
    anOperator(desk),
  ];
}

/** Somebody who has the policy of operators and nothing else. */
export function anOperator({ operatorPolicy }: Desk): Asker {
  return session('an operator', holderOf(operatorPolicy));
}

/** A session of a tool's caller role, as the gateway opens it for one caller. */
export function lentTo(tool: Desk['tools'][number], caller: string): Asker {
  return session(`${tool.name} for ${caller}`, tool.callerRole, { caller, client: 'cli', tool: tool.name });
}

/** A session of the connector role, as the page for secrets opens it for the person who signed in. */
export function lentToPage({ connectorRole }: Desk, caller: string): Asker {
  return session(`the connector for ${caller}`, connectorRole, { caller, client: 'cli', tool: 'connect_account' });
}

function forbiddenToAll(desk: Desk): readonly Wish[] {
  return [...auditWishes(desk), ...logWishes(desk), ...codeWishes(desk), ...rightsWishes(desk), ...dataWishes(desk)];
}

/** Records cannot be read, removed or shortened by anything that runs (I5). */
function auditWishes({ auditLog, auditKey }: Desk): readonly Wish[] {
  const stream = `${auditLog}:log-stream:2026/gateway`;
  return [
    wish('read audit records', 'I5', 'logs:GetLogEvents', stream),
    wish('search audit records', 'I5', 'logs:FilterLogEvents', auditLog),
    wish('query audit records', 'I5', 'logs:StartQuery', auditLog),
    wish('delete a stream of audit records', 'I5', 'logs:DeleteLogStream', stream),
    wish('delete the audit log', 'I5', 'logs:DeleteLogGroup', auditLog),
    wish('shorten the life of audit records', 'I5', 'logs:PutRetentionPolicy', auditLog),
    wish('take the key from the audit log', 'I5', 'logs:DisassociateKmsKey', auditLog),
    wish('stop counting refusals', 'I7', 'logs:DeleteMetricFilter', auditLog),
    wish('send audit records elsewhere', 'I5', 'logs:PutSubscriptionFilter', auditLog),
    wish('decrypt with the audit key', 'I5', 'kms:Decrypt', auditKey),
    wish('encrypt with the audit key', 'I5', 'kms:Encrypt', auditKey),
    wish('schedule the deletion of the audit key', 'I5', 'kms:ScheduleKeyDeletion', auditKey),
    wish('disable the audit key', 'I5', 'kms:DisableKey', auditKey),
    wish('rewrite the policy of the audit key', 'I5', 'kms:PutKeyPolicy', auditKey),
  ];
}

/** Nobody removes or forges what others wrote. */
function logWishes({ accessLog, tools, gateway }: Desk): readonly Wish[] {
  const [first] = tools;
  return [
    wish('write the access log', 'I1', 'logs:PutLogEvents', `${accessLog}:log-stream:forged`),
    wish('delete the access log', 'I5', 'logs:DeleteLogGroup', accessLog),
    wish("delete the gateway's log", 'I5', 'logs:DeleteLogGroup', gateway.log),
    wish("shorten the gateway's log", 'I5', 'logs:PutRetentionPolicy', gateway.log),
    ...(first ? [wish("delete a tool's log", 'I5', 'logs:DeleteLogGroup', first.function.log)] : []),
    wish('make a log group of its own', 'D1', 'logs:CreateLogGroup', `${accessLog}-own`),
  ];
}

function codeWishes({ gateway, authorizer, facade, operator, tools }: Desk): readonly Wish[] {
  const [first] = tools;
  return [
    wish("replace the gateway's code", 'C4', 'lambda:UpdateFunctionCode', gateway.arn),
    wish("change the authorizer's settings", 'C4', 'lambda:UpdateFunctionConfiguration', authorizer.arn),
    wish('start the authorizer', 'C5', 'lambda:InvokeFunction', authorizer.arn),
    wish('start the gateway past API Gateway', 'C5', 'lambda:InvokeFunction', gateway.arn),
    wish('start the sign-in facade past API Gateway', 'C5', 'lambda:InvokeFunction', facade.arn),
    wish("replace the sign-in facade's code", 'C4', 'lambda:UpdateFunctionCode', facade.arn),
    wish("replace the operator function's code", 'C4', 'lambda:UpdateFunctionCode', operator.arn),
    wish('let others start the operator function', 'C7', 'lambda:AddPermission', operator.arn),
    wish('let others start the gateway', 'C5', 'lambda:AddPermission', gateway.arn),
    wish('give the gateway an address of its own', 'C5', 'lambda:CreateFunctionUrlConfig', gateway.arn),
    wish("read the gateway's settings", 'C4', 'lambda:GetFunctionConfiguration', gateway.arn),
    ...(first ? [wish("replace a tool's code", 'C4', 'lambda:UpdateFunctionCode', first.function.arn)] : []),
  ];
}

/** Nobody gives himself rights, nor takes those of a role outside the gateway's path. */
function rightsWishes({ gateway, userPool, stack: { account, region } }: Desk): readonly Wish[] {
  const anyRole = `arn:aws:iam::${account}:role/Deployer`;
  const trusting = {
    elsewhere: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:*' }],
  };
  const assume = (words: string, role: string): Wish => ({
    ...wish(words, 'C4', 'sts:AssumeRole', `arn:aws:iam::${account}:role/${role}`),
    ...trusting,
  });
  return [
    wish('give the gateway another policy', 'C4', 'iam:PutRolePolicy', gateway.role),
    wish('attach a policy to the gateway', 'C4', 'iam:AttachRolePolicy', gateway.role),
    wish('change whom the gateway trusts', 'C4', 'iam:UpdateAssumeRolePolicy', gateway.role),
    wish('pass a role on', 'D1', 'iam:PassRole', anyRole),
    wish('make a role', 'C4', 'iam:CreateRole', anyRole),
    assume('become a role that trusts the whole account', 'Deployer'),
    assume("borrow another gateway's role, even one that trusts the whole account", 'sallyport/mcp-eu/mcp-eu-look'),
    wish('make itself a person of the user pool', 'B1', 'cognito-idp:AdminCreateUser', userPool),
    wish('open the API', 'C4', 'apigateway:PATCH', `arn:aws:apigateway:${region}::/restapis/abc`),
  ];
}

function dataWishes({ orders, documents, stateTable, stack: { account, region } }: Desk): readonly Wish[] {
  const everyone = { context: { 'dynamodb:LeadingKeys': ['alice'] } };
  return [
    wish(
      'read a secret',
      'H2',
      'secretsmanager:GetSecretValue',
      `arn:aws:secretsmanager:${region}:${account}:secret:key-AbCdEf`,
    ),
    wish('read a parameter', 'H2', 'ssm:GetParameter', `arn:aws:ssm:${region}:${account}:parameter/key`),
    wish('scan the state table', 'C4', 'dynamodb:Scan', stateTable),
    wish('delete the state table', 'C4', 'dynamodb:DeleteTable', stateTable),
    wish('let stops expire', 'B7', 'dynamodb:UpdateTimeToLive', stateTable),
    wish('change the state table', 'C4', 'dynamodb:UpdateTable', stateTable),
    wish('scan the orders', 'D9', 'dynamodb:Scan', orders),
    wish('delete the table of orders', 'D1', 'dynamodb:DeleteTable', orders),
    { ...wish('write an order', 'D1', 'dynamodb:PutItem', orders), ...everyone },
    { ...wish('change an order', 'D1', 'dynamodb:UpdateItem', orders), ...everyone },
    { ...wish('delete an order', 'D1', 'dynamodb:DeleteItem', orders), ...everyone },
    wish("read older versions of alice's documents", 'D1', 's3:GetObjectVersion', `${documents}/users/alice/a.txt`),
    wish(
      "delete older versions of alice's documents",
      'D1',
      's3:DeleteObjectVersion',
      `${documents}/users/alice/a.txt`,
    ),
    wish("publish alice's document", 'D1', 's3:PutObjectAcl', `${documents}/users/alice/a.txt`),
    wish('rewrite the policy of the bucket', 'C4', 's3:PutBucketPolicy', documents),
    wish('delete the bucket', 'D1', 's3:DeleteBucket', documents),
  ];
}

function wish(words: string, requirement: string, action: string, resource: string): Wish {
  return { words, requirement, action, resource };
}
