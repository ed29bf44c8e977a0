import { type Desk, type DeskTool, functionsOf } from './desk.ts';
import { lentTo } from './everybody-rows.ts';
import { type Asker, type MatrixRow, may, mayNot, session, type Wish } from './matrix-row.ts';

/** What each tool can do with the credentials it was lent for alice: its grant, for her, and nothing besides. */
export function lentRoleRows(desk: Desk): readonly MatrixRow[] {
  return desk.tools.flatMap((tool) => [...grantRows(desk, tool), ...foreignRows(desk, tool)]);
}

function grantRows(desk: Desk, tool: DeskTool): readonly MatrixRow[] {
  switch (tool.grant) {
    case 'reads orders':
      return orderRows(desk, tool);
    case 'reads rates':
      return []; // see secret-rows.ts
    case 'reads a secret of the caller':
      return []; // see connect-rows.ts
    case 'nothing in AWS':
      return [];
    case 'reads documents':
      return [...documentRows(desk, tool, ['s3:GetObject']), ...listingRows(desk, tool)];
    case 'writes documents':
      return [
        ...documentRows(desk, tool, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']),
        ...listingRows(desk, tool),
      ];
  }
}

const READS = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];

function orderRows(desk: Desk, tool: DeskTool): readonly MatrixRow[] {
  const alice = lentTo(tool, 'alice');
  return READS.flatMap((action) => {
    const rows = (words: string, keys?: readonly string[], resource = desk.orders): Wish => ({
      words: `${words} with ${action}`,
      requirement: 'D9',
      action,
      resource,
      ...(keys && { context: { 'dynamodb:LeadingKeys': keys } }),
    });
    return [
      may(alice, rows("read alice's orders", ['alice'])),
      mayNot(alice, rows("read bob's orders", ['bob'])),
      mayNot(alice, rows("read bob's orders beside alice's", ['alice', 'bob'])),
      mayNot(alice, rows('read orders without naming whose')),
      mayNot(alice, rows("read alice's orders through an index", ['alice'], `${desk.orders}/index/by-status`)),
      mayNot(alice, rows("read alice's rows of another table", ['alice'], `${desk.orders}-archive`)),
      ...outsiders(tool).map((asker) => mayNot(asker, rows("read alice's orders", ['alice']))),
    ];
  });
}

function documentRows(desk: Desk, tool: DeskTool, actions: readonly string[]): readonly MatrixRow[] {
  const alice = lentTo(tool, 'alice');
  return actions.flatMap((action) => {
    const object = (words: string, key: string, bucket = desk.documents): Wish => ({
      words: `use ${words} with ${action}`,
      requirement: 'D9',
      action,
      resource: `${bucket}/${key}`,
    });
    return [
      may(alice, object("alice's document", 'users/alice/a.txt')),
      mayNot(alice, object("bob's document", 'users/bob/b.txt')),
      mayNot(alice, object('the document of somebody whose name begins like hers', 'users/alice2/a.txt')),
      mayNot(alice, object('a document beside the callers’ folder', 'other/alice/a.txt')),
      mayNot(alice, object('a document of no caller', 'users//a.txt')),
      mayNot(alice, object("alice's folder in another bucket", 'users/alice/a.txt', `${desk.documents}-copy`)),
      mayNot(alice, { ...object("alice's document without TLS", 'users/alice/a.txt'), context: PLAIN_HTTP }),
      ...outsiders(tool).flatMap((asker) => [
        mayNot(asker, object("alice's document", 'users/alice/a.txt')),
        mayNot(asker, object('a document of no caller', 'users//a.txt')),
      ]),
    ];
  });
}

function listingRows(desk: Desk, tool: DeskTool): readonly MatrixRow[] {
  const alice = lentTo(tool, 'alice');
  const list = (words: string, context: Wish['context'] = {}, resource = desk.documents): Wish => ({
    words: `list ${words}`,
    requirement: 'D9',
    action: 's3:ListBucket',
    resource,
    context,
  });
  const prefix = (text: string) => ({ 's3:prefix': text });
  return [
    may(alice, list("alice's folder", prefix('users/alice/'))),
    mayNot(alice, list("bob's folder", prefix('users/bob/'))),
    mayNot(alice, list('every folder that begins like hers', prefix('users/alice'))),
    mayNot(alice, list('all folders', prefix('users/'))),
    mayNot(alice, list('everything, by an empty prefix', prefix(''))),
    mayNot(alice, list('everything, without a prefix')),
    mayNot(alice, list('a folder of another bucket', prefix('users/alice/'), `${desk.documents}-copy`)),
    mayNot(alice, list("alice's folder without TLS", { ...prefix('users/alice/'), ...PLAIN_HTTP })),
    mayNot(alice, {
      ...list("versions in alice's folder", prefix('users/alice/')),
      action: 's3:ListBucketVersions',
    }),
    ...outsiders(tool).flatMap((asker) => [
      mayNot(asker, list("alice's folder", prefix('users/alice/'))),
      mayNot(asker, list('the folder of no caller', prefix('users//'))),
    ]),
  ];
}

/** What others were granted, other tools and other logs: nothing of it is this tool's. */
function foreignRows(desk: Desk, tool: DeskTool): readonly MatrixRow[] {
  const alice = lentTo(tool, 'alice');
  const own = (action: string, resource: string, words: string, context: Wish['context'] = {}): Wish => ({
    words,
    requirement: 'D1',
    action,
    resource,
    context,
  });
  const document = `${desk.documents}/users/alice/a.txt`;
  const readsOrders = tool.grant === 'reads orders';
  return [
    ...(readsOrders
      ? ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].map((action) =>
          own(action, document, `use alice's document with ${action}`),
        )
      : READS.map((action) =>
          own(action, desk.orders, `read alice's orders with ${action}`, { 'dynamodb:LeadingKeys': ['alice'] }),
        )),
    ...(tool.grant === 'reads documents'
      ? ['s3:PutObject', 's3:DeleteObject'].map((action) =>
          own(action, document, `use alice's document with ${action}`),
        )
      : []),
    ...functionsOf(desk).flatMap(([name, { arn, log }]) => [
      own('lambda:InvokeFunction', arn, `start ${name}`),
      own('logs:PutLogEvents', `${log}:log-stream:forged`, `write the log of ${name}`),
    ]),
    own('logs:PutLogEvents', `${desk.auditLog}:log-stream:forged`, 'forge an audit record'),
    own('logs:CreateLogStream', `${desk.auditLog}:log-stream:forged`, 'begin a stream of audit records'),
    ...desk.tools.flatMap((other) =>
      ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'].map((action) =>
        own(action, other.callerRole, `ask for ${action} on the role of ${other.name}`, {
          'aws:RequestTag/caller': 'bob',
          'aws:RequestTag/client': 'cli',
          'aws:RequestTag/tool': other.name,
          'aws:TagKeys': ['caller', 'client', 'tool'],
          'sts:SourceIdentity': 'bob',
        }),
      ),
    ),
  ].map((wish) => mayNot(alice, wish));
}

/** Sessions of the same role that are nobody's, or whose caller's name tries to be a pattern. */
function outsiders(tool: DeskTool): readonly Asker[] {
  const named = (caller: string) =>
    session(`${tool.name} for a caller named ${JSON.stringify(caller)}`, tool.callerRole, { caller });
  return [session(`${tool.name} without a caller`, tool.callerRole), named(''), named('*'), named('al?ce')];
}

const PLAIN_HTTP = { 'aws:SecureTransport': 'false' };
