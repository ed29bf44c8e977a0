import { type Desk, functionsOf } from './desk.ts';
import { type MatrixRow, may, mayNot, STRANGE_ACCOUNT, session, type Wish } from './matrix-row.ts';

const WRITING = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** What functions can do with the roles they run under: a tool writes its log, all others also append records. */
export function functionRoleRows(desk: Desk): readonly MatrixRow[] {
  return [...logRows(desk), ...recordRows(desk), ...gatewayRows(desk), ...accessLogRows(desk)];
}

function logRows(desk: Desk): readonly MatrixRow[] {
  const functions = functionsOf(desk);
  return functions.flatMap(([name, own]) => {
    const asker = session(name, own.role);
    return [
      ...WRITING.map((action) => may(asker, onLog('its own log', action, own.log))),
      mayNot(asker, { ...onLog('its own log', 'logs:GetLogEvents', own.log), requirement: 'D1' }),
      mayNot(asker, { ...onLog('its own log', 'logs:DeleteLogStream', own.log), requirement: 'I5' }),
      ...functions
        .filter(([, other]) => other.arn !== own.arn)
        .flatMap(([otherName, other]) =>
          WRITING.map((action) => mayNot(asker, onLog(`the log of ${otherName}`, action, other.log))),
        ),
    ];
  });
}

/** All but the tools leave records; a tool that could would forge them (C4). */
function recordRows(desk: Desk): readonly MatrixRow[] {
  const writers = [desk.gateway, desk.authorizer, desk.facade, desk.operator, desk.connect];
  return functionsOf(desk).flatMap(([name, it]) => {
    const records = writers.includes(it);
    return WRITING.map((action) => {
      const wish = { ...onLog('the audit log', action, desk.auditLog), requirement: 'C4' };
      return (records ? may : mayNot)(session(name, it.role), wish);
    });
  });
}

/** Which functions each function can start: the gateway its tools, all others none. */
function gatewayRows(desk: Desk): readonly MatrixRow[] {
  const { account, region } = desk.stack;
  const gateway = session('the gateway', desk.gateway.role);
  const start = (words: string, resource: string): Wish => ({
    words: `start ${words}`,
    requirement: 'C5',
    action: 'lambda:InvokeFunction',
    resource,
  });
  const named = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
  const tools = desk.tools.map(({ name, function: it }) => start(name, it.arn));
  const rest = functionsOf(desk).filter(([, { arn }]) => arn !== desk.gateway.arn);
  return [
    ...tools.map((wish) => may(gateway, wish)),
    mayNot(gateway, start('a tool of the gateway mcp-eu', named('mcp-eu-list_orders'))),
    mayNot(gateway, start('a function of another name', named('billing'))),
    mayNot(gateway, start('the operator function', desk.operator.arn)),
    mayNot(gateway, start('the sign-in facade', desk.facade.arn)),
    mayNot(gateway, start('a function of the name mcp', named('mcp'))),
    mayNot(
      gateway,
      start(
        'a tool of its name in another account',
        `arn:aws:lambda:${region}:${STRANGE_ACCOUNT}:function:mcp-list_orders`,
      ),
    ),
    mayNot(
      gateway,
      start('a tool of its name in another region', `arn:aws:lambda:eu-north-1:${account}:function:mcp-list_orders`),
    ),
    ...tools.flatMap((wish) => rest.map(([name, { role }]) => mayNot(session(name, role), wish))),
    ...desk.tools.flatMap(({ name, function: { arn } }) => [
      mayNot(gateway, {
        ...start(name, arn),
        words: `replace the code of ${name}`,
        action: 'lambda:UpdateFunctionCode',
      }),
    ]),
    ...desk.tools.flatMap((tool) =>
      rest.map(([name, { role }]) =>
        mayNot(session(name, role), {
          words: `borrow the role of ${tool.name}`,
          requirement: 'D5',
          action: 'sts:AssumeRole',
          resource: tool.callerRole,
          context: {
            'aws:RequestTag/caller': 'alice',
            'aws:RequestTag/client': 'cli',
            'aws:RequestTag/tool': tool.name,
            'aws:TagKeys': ['caller', 'client', 'tool'],
            'sts:SourceIdentity': 'alice',
          },
        }),
      ),
    ),
    mayNot(gateway, {
      words: 'give a borrowed role a context, even a role that trusts the whole account',
      requirement: 'C4',
      action: 'sts:SetContext',
      resource: `arn:aws:iam::${account}:role/sallyport/mcp/mcp-other`,
      elsewhere: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:*' }],
    }),
  ];
}

/** API Gateway writes the access log; what else its role can do, AWS wrote into the managed policy. */
function accessLogRows(desk: Desk): readonly MatrixRow[] {
  const apiGateway = session('API Gateway under its log role', desk.apiLogRole);
  return [
    ...WRITING.map((action) =>
      may(apiGateway, { ...onLog('the access log', action, desk.accessLog), requirement: 'I1' }),
    ),
    ...[...WRITING, 'logs:GetLogEvents', 'logs:FilterLogEvents'].map((action) =>
      mayNot(apiGateway, {
        ...onLog('the audit log', action, desk.auditLog),
        words: `forge or read records with ${action}`,
        requirement: 'I5',
      }),
    ),
    ...['logs:DeleteLogStream', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy'].map((action) =>
      mayNot(apiGateway, { ...onLog('the audit log', action, desk.auditLog), requirement: 'I5' }),
    ),
  ];
}

const OF_STREAMS = new Set(['logs:PutLogEvents', 'logs:CreateLogStream', 'logs:GetLogEvents', 'logs:DeleteLogStream']);

function onLog(words: string, action: string, log: string): Wish {
  const resource = OF_STREAMS.has(action) ? `${log}:log-stream:2026/one` : log;
  return { words: `use ${action} on ${words}`, requirement: 'D1', action, resource };
}
