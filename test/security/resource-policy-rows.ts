import { type Desk, functionsOf } from './desk.ts';
import { type MatrixRow, may, mayNot, STRANGE_ACCOUNT, service, type Wish } from './matrix-row.ts';
import { administrator, STRANGER } from './trust-rows.ts';

/** What buckets, keys and functions say of those who come. Askers have every right of their own. */
export function resourcePolicyRows(desk: Desk): readonly MatrixRow[] {
  return [...bucketRows(desk), ...keyRows(desk), ...functionRows(desk)];
}

function bucketRows({ documents, stack: { account } }: Desk): readonly MatrixRow[] {
  const admin = administrator(account);
  const uses: readonly Wish[] = [
    { words: 'read a document', requirement: 'H1', action: 's3:GetObject', resource: `${documents}/users/alice/a.txt` },
    { words: 'list documents', requirement: 'H1', action: 's3:ListBucket', resource: documents },
  ];
  return uses.flatMap((wish) => [
    may(admin, wish),
    mayNot(admin, { ...wish, words: `${wish.words} without TLS`, context: { 'aws:SecureTransport': 'false' } }),
    mayNot(STRANGER, { ...wish, requirement: 'D1' }),
  ]);
}

const KEY_USES = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

function keyRows({ auditKey, auditLog, stack: { account, region } }: Desk): readonly MatrixRow[] {
  const logs = service('CloudWatch Logs', `logs.${region}.amazonaws.com`, account);
  const use = (action: string, words: string, log?: string): Wish => ({
    words: `use ${action} with the audit key ${words}`,
    requirement: 'I5',
    action,
    resource: auditKey,
    ...(log !== undefined && { context: { 'kms:EncryptionContext:aws:logs:arn': log } }),
  });
  const foreign = auditLog.replace(account, STRANGE_ACCOUNT);
  return [
    ...KEY_USES.map((action) => may(logs, use(action, 'for the audit log', auditLog))),
    ...KEY_USES.map((action) => mayNot(logs, use(action, 'for a log of another account', foreign))),
    mayNot(logs, use('kms:Decrypt', 'for another log of this account', `${auditLog}-other`)),
    ...KEY_USES.map((action) => mayNot(logs, use(action, 'without saying for which log'))),
    mayNot(logs, use('kms:ScheduleKeyDeletion', 'for the audit log', auditLog)),
    mayNot(logs, use('kms:PutKeyPolicy', 'for the audit log', auditLog)),
    mayNot(service('S3', 's3.amazonaws.com', account), use('kms:Decrypt', 'for the audit log', auditLog)),
    mayNot(
      service('CloudWatch Logs of another region', 'logs.eu-north-1.amazonaws.com', account),
      use('kms:Decrypt', 'for the audit log', auditLog),
    ),
    may(administrator(account), use('kms:DescribeKey', 'to look after it')),
    may(administrator(account), use('kms:Decrypt', 'to read records')),
    mayNot(STRANGER, use('kms:DescribeKey', 'to look at it')),
    mayNot(STRANGER, use('kms:Decrypt', 'for the audit log', auditLog)),
  ];
}

/** A function is started by API Gateway for its own route, and otherwise by nobody but who may by his own policies. */
function functionRows(desk: Desk): readonly MatrixRow[] {
  const { account } = desk.stack;
  const apiGateway = service('API Gateway', 'apigateway.amazonaws.com', account);
  const start = (words: string, resource: string, source: string): Wish => ({
    words: `start ${words}`,
    requirement: 'C5',
    action: 'lambda:InvokeFunction',
    resource,
    context: { 'aws:SourceArn': source },
  });
  const at = (route: string) => `${desk.api}/prod/${route.replace(' ', '')}`;
  const routes = ['POST', 'GET', 'DELETE'].map((method) => ({ method, arn: at(`${method} /mcp`) }));
  const asking = `${desk.api}/authorizers/${desk.authorizerId}`;
  const otherApi = desk.api.replace(/[^:]+$/, 'otherapi00');
  const good: readonly Wish[] = [
    ...routes.map(({ method, arn }) => start(`the gateway for ${method} /mcp`, desk.gateway.arn, arn)),
    start('the authorizer for its own API', desk.authorizer.arn, asking),
    ...SIGN_IN_ROUTES.map((route) => start(`the sign-in facade for ${route}`, desk.facade.arn, at(route))),
  ];
  return [
    ...good.map((wish) => may(apiGateway, wish)),
    ...good.map((wish) => mayNot(service('EventBridge', 'events.amazonaws.com', account), wish)),
    ...good.map((wish) => mayNot(STRANGER, wish)),
    ...good.map((wish) =>
      mayNot(apiGateway, {
        ...wish,
        words: `replace the code when it should ${wish.words}`,
        action: 'lambda:UpdateFunctionCode',
      }),
    ),
    mayNot(apiGateway, start('the gateway for PUT /mcp', desk.gateway.arn, `${desk.api}/prod/PUT/mcp`)),
    mayNot(apiGateway, start('the gateway for another path', desk.gateway.arn, `${desk.api}/prod/POST/other`)),
    mayNot(
      apiGateway,
      start('the gateway for the console’s test button', desk.gateway.arn, `${desk.api}/test-invoke-stage/POST/mcp`),
    ),
    mayNot(apiGateway, start('the gateway for another API', desk.gateway.arn, `${otherApi}/prod/POST/mcp`)),
    mayNot(
      apiGateway,
      start('the authorizer for another API', desk.authorizer.arn, `${otherApi}/authorizers/${desk.authorizerId}`),
    ),
    mayNot(apiGateway, start('the authorizer as a route', desk.authorizer.arn, `${desk.api}/prod/POST/mcp`)),
    mayNot(apiGateway, start('the gateway as an authorizer', desk.gateway.arn, asking)),
    ...signInRefusals(desk).map(([words, resource, source]) => mayNot(apiGateway, start(words, resource, source))),
    ...desk.tools.map((tool) =>
      mayNot(apiGateway, start(`${tool.name} without the gateway`, tool.function.arn, `${desk.api}/prod/POST/mcp`)),
    ),
    ...functionsOf(desk).map(([name, { arn }]) =>
      mayNot(STRANGER, { words: `start ${name}`, requirement: 'C5', action: 'lambda:InvokeFunction', resource: arn }),
    ),
    ...functionsOf(desk).map(([name, { arn }]) =>
      mayNot(apiGateway, {
        words: `start ${name} without saying for which API`,
        requirement: 'C5',
        action: 'lambda:InvokeFunction',
        resource: arn,
      }),
    ),
  ];
}

/** Where clients and browsers come in to sign in. */
const SIGN_IN_ROUTES = ['GET /oauth/authorize', 'POST /oauth/consent', 'GET /oauth/callback', 'POST /oauth/token'];

type Start = readonly [words: string, resource: string, source: string];

/** The facade has its own routes and no others, and the operator function has none. */
function signInRefusals({ api, facade, gateway, authorizer, operator }: Desk): readonly Start[] {
  const at = (route: string, stage = 'prod') => `${api}/${stage}/${route.replace(' ', '')}`;
  const otherVerb = (route: string) => route.replace(/^\w+/, (verb) => (verb === 'GET' ? 'POST' : 'GET'));
  return [
    ...SIGN_IN_ROUTES.flatMap((route): readonly Start[] => [
      [`the sign-in facade for ${otherVerb(route)}`, facade.arn, at(otherVerb(route))],
      [`the sign-in facade for the test button of ${route}`, facade.arn, at(route, 'test-invoke-stage')],
      [`the gateway for ${route}`, gateway.arn, at(route)],
      [`the authorizer for ${route}`, authorizer.arn, at(route)],
      [`the operator function for ${route}`, operator.arn, at(route)],
    ]),
    ['the sign-in facade for POST /mcp', facade.arn, at('POST /mcp')],
    ['the sign-in facade for a registration that is off', facade.arn, at('POST /oauth/register')],
    ['the sign-in facade for another API', facade.arn, at('POST /oauth/token').replace(api, `${api}x`)],
    ['the operator function for POST /mcp', operator.arn, at('POST /mcp')],
  ];
}
