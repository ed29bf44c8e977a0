import { type Desk, functionsOf } from './desk.ts';
import { anOperator, lentTo, lentToPage } from './everybody-rows.ts';
import { type Asker, type MatrixRow, may, mayNot, session, type Wish } from './matrix-row.ts';
import { type OpenFunction, openRouteRows } from './open-route-rows.ts';

/** Who writes and who reads the secrets that people enter: the connector for the person, the tool for the person (H2, F12). */
export function connectRows(desk: Desk): readonly MatrixRow[] {
  return [
    ...writingRows(desk),
    ...readingRows(desk),
    ...strangerRows(desk),
    ...borrowingRows(desk),
    ...openRouteRows(desk, page(desk)),
  ];
}

function page(desk: Desk): OpenFunction {
  const routes = ['GET/connect', 'GET/connect/callback', 'POST/connect/save'];
  return { name: 'the function of the page for secrets', of: desk.connect, routes };
}

const END = '-AbCdEf';
const TAGGED_FOR_ALICE = { 'aws:RequestTag/caller': 'alice', 'aws:TagKeys': ['caller'] };

/** ARN of a person's secret, without the random end. */
function secretOf({ stack: { account, region } }: Desk, caller: string, prefix = 'sallyport/parcel-accounts'): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${prefix}/${caller}`;
}

function use(words: string, action: string, resource: string, context: Wish['context'] = {}): Wish {
  return { words, requirement: 'H2', action: `secretsmanager:${action}`, resource, context };
}

/** What the request of a new secret says of itself. */
function creating(arn: string, tags: Wish['context'] = TAGGED_FOR_ALICE): Wish['context'] {
  return { 'secretsmanager:Name': arn.split(':secret:')[1] ?? '', ...tags };
}

function writingRows(desk: Desk): readonly MatrixRow[] {
  const alice = lentToPage(desk, 'alice');
  const own = secretOf(desk, 'alice');
  const bobs = secretOf(desk, 'bob');
  const elsewhere = secretOf(desk, 'alice', 'sallyport/other');
  const hers = { 'aws:ResourceTag/caller': 'alice' };
  const bobsTag = { 'aws:RequestTag/caller': 'bob', 'aws:TagKeys': ['caller'] };
  const oneMore = { ...TAGGED_FOR_ALICE, 'aws:RequestTag/x': 'y', 'aws:TagKeys': ['caller', 'x'] };
  const nobody = session('the connector without a caller', desk.connectorRole);
  return [
    may(alice, use("make alice's secret", 'CreateSecret', own, creating(own))),
    may(alice, use("make alice's secret, asked for with an end", 'CreateSecret', `${own}${END}`, creating(own))),
    may(alice, use("say whose alice's new secret is", 'TagResource', own, TAGGED_FOR_ALICE)),
    may(alice, use("say whose alice's secret is, by its end", 'TagResource', `${own}${END}`, TAGGED_FOR_ALICE)),
    mayNot(alice, use("make bob's secret under alice's name", 'CreateSecret', bobs, creating(own))),
    may(alice, use("write alice's secret", 'PutSecretValue', `${own}${END}`, hers)),
    mayNot(alice, use("make bob's secret", 'CreateSecret', bobs, creating(bobs))),
    mayNot(alice, use('make a secret of another prefix', 'CreateSecret', elsewhere, creating(elsewhere))),
    mayNot(alice, use('make a secret that names nobody', 'CreateSecret', own, creating(own, {}))),
    mayNot(alice, use('make a secret that names bob', 'CreateSecret', own, creating(own, bobsTag))),
    mayNot(alice, use('make a secret with a tag more', 'CreateSecret', own, creating(own, oneMore))),
    mayNot(
      alice,
      use('make a secret whose name ends like hers', 'CreateSecret', `${own}${END}`, creating(`${own}${END}`)),
    ),
    mayNot(alice, use("say that alice's secret is bob's", 'TagResource', `${own}${END}`, bobsTag)),
    mayNot(alice, use("give alice's secret a tag more", 'TagResource', `${own}${END}`, oneMore)),
    mayNot(alice, use("say that bob's secret is hers", 'TagResource', `${bobs}${END}`, TAGGED_FOR_ALICE)),
    mayNot(alice, use("write bob's secret", 'PutSecretValue', `${bobs}${END}`, { 'aws:ResourceTag/caller': 'bob' })),
    mayNot(alice, use("write bob's secret, were it tagged as hers", 'PutSecretValue', `${bobs}${END}`, hers)),
    mayNot(
      alice,
      use('write a secret of her name that is tagged as bob’s', 'PutSecretValue', `${own}${END}`, {
        'aws:ResourceTag/caller': 'bob',
      }),
    ),
    mayNot(alice, use('write a secret of her name without a tag', 'PutSecretValue', `${own}${END}`)),
    mayNot(alice, use('write the key for exchange rates', 'PutSecretValue', desk.ratesKey, hers)),
    ...NEVER.map((action) => mayNot(alice, use(`use ${action} on alice's secret`, action, `${own}${END}`, hers))),
    mayNot(nobody, use('make a secret of nobody', 'CreateSecret', secretOf(desk, ''), creating(secretOf(desk, '')))),
  ];
}

/** The page writes and never reads: what was entered cannot come back out of it. */
const NEVER = [
  'GetSecretValue',
  'DescribeSecret',
  'UpdateSecret',
  'DeleteSecret',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
  'UntagResource',
  'UpdateSecretVersionStage',
];

function readingRows(desk: Desk): readonly MatrixRow[] {
  const own = `${secretOf(desk, 'alice')}${END}`;
  const elsewhere = secretOf(desk, 'alice', 'sallyport/other');
  const hers = { 'aws:ResourceTag/caller': 'alice' };
  return desk.tools
    .filter(({ grant }) => grant === 'reads a secret of the caller')
    .map((tool) => lentTo(tool, 'alice'))
    .flatMap((asker) => [
      may(asker, use("read alice's secret", 'GetSecretValue', own, hers)),
      mayNot(
        asker,
        use("read bob's secret", 'GetSecretValue', `${secretOf(desk, 'bob')}${END}`, {
          'aws:ResourceTag/caller': 'bob',
        }),
      ),
      mayNot(asker, use("read alice's secret that is tagged as bob's", 'GetSecretValue', own, BOBS)),
      mayNot(asker, use('read another secret that is tagged as hers', 'GetSecretValue', `${elsewhere}${END}`, hers)),
      ...WRITING.map((action) => mayNot(asker, use(`use ${action} on alice's secret`, action, own, hers))),
    ]);
}

const BOBS = { 'aws:ResourceTag/caller': 'bob' };
const WRITING = ['CreateSecret', 'PutSecretValue', 'TagResource', 'UpdateSecret', 'DeleteSecret'];

/** Everybody else: neither writes nor reads, the page's own function among them. */
function strangerRows(desk: Desk): readonly MatrixRow[] {
  const own = secretOf(desk, 'alice');
  const hers = { 'aws:ResourceTag/caller': 'alice' };
  return strangersOf(desk).flatMap((asker) => [
    mayNot(asker, use("make alice's secret", 'CreateSecret', own, creating(own))),
    mayNot(asker, use("write alice's secret", 'PutSecretValue', `${own}${END}`, hers)),
    mayNot(asker, use("read alice's secret", 'GetSecretValue', `${own}${END}`, hers)),
  ]);
}

function strangersOf(desk: Desk): readonly Asker[] {
  return [
    ...desk.tools.filter(({ grant }) => grant !== 'reads a secret of the caller').map((tool) => lentTo(tool, 'alice')),
    ...functionsOf(desk).map(([name, { role }]) => session(name, role)),
    anOperator(desk),
  ];
}

/** The connector role is the page's alone to borrow, and the page's only one. */
function borrowingRows(desk: Desk): readonly MatrixRow[] {
  const context = {
    'aws:RequestTag/caller': 'alice',
    'aws:RequestTag/client': 'cli',
    'aws:RequestTag/tool': 'connect_account',
    'aws:TagKeys': ['caller', 'client', 'tool'],
    'sts:SourceIdentity': 'alice',
  };
  const page = session('the page for secrets', desk.connect.role);
  const trusting = [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${desk.stack.account}:root` }, Action: 'sts:*' },
  ];
  return [
    mayNot(page, {
      words: 'give the connector role a context, even if it trusted the whole account',
      requirement: 'C4',
      action: 'sts:SetContext',
      resource: desk.connectorRole,
      elsewhere: trusting,
    }),
    ...functionsOf(desk)
      .filter(([, { arn }]) => arn !== desk.connect.arn)
      .map(([name, { role }]) =>
        mayNot(session(name, role), {
          words: 'borrow the connector role',
          requirement: 'D5',
          action: 'sts:AssumeRole',
          resource: desk.connectorRole,
          context,
        }),
      ),
  ];
}
