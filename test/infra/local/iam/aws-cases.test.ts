import { describe, expect, test } from 'vitest';
import { CALLER_VARIABLE } from '../../../../shared/session-tags.ts';
import { simulate } from './iam-simulate.ts';
import { ACCOUNT, decide, type PolicyCase, type RawStatement, ROLE } from './policy-case.ts';

const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:desk/connect_account-AbCdEf`;
const CALLER_ROLE = `arn:aws:iam::${ACCOUNT}:role/sallyport/desk/desk-get_order`;

const ROWS: RawStatement = {
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
  Resource: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`,
  Condition: {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [CALLER_VARIABLE] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
};
const UNGUARDED: RawStatement = {
  ...ROWS,
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [CALLER_VARIABLE] } },
};
const OWN_SECRET: RawStatement = {
  Effect: 'Allow',
  Action: 'secretsmanager:GetSecretValue',
  Resource: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:*`,
  Condition: { StringEquals: { 'aws:ResourceTag/caller': CALLER_VARIABLE } },
};
const MAY_BORROW: RawStatement = {
  Effect: 'Allow',
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Resource: CALLER_ROLE,
};
const TRUST: RawStatement = {
  Effect: 'Allow',
  Principal: { AWS: ROLE },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: {
    StringEquals: { 'aws:RequestTag/tool': 'get_order' },
    StringLike: { 'aws:RequestTag/caller': '?*' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['caller', 'tool'] },
  },
};

const alice = { 'aws:PrincipalTag/caller': 'alice' };
const rowOf = (owner: string) => ({ ...alice, 'dynamodb:LeadingKeys': [owner] });
const anyAction = (...actions: string[]): RawStatement => ({ Effect: 'Allow', Action: actions, Resource: '*' });
const tags = (given: { [key: string]: string }) => ({
  ...Object.fromEntries(Object.entries(given).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  ...(Object.keys(given).length > 0 && { 'aws:TagKeys': Object.keys(given) }),
});
const own = { action: 'dynamodb:GetItem', identity: [ROWS], context: rowOf('alice') };
const borrow = (action: string, context: PolicyCase['context'], trust = TRUST): PolicyCase => ({
  action,
  resource: CALLER_ROLE,
  identity: [MAY_BORROW],
  trust: [trust],
  ...(context && { context }),
});
const OTHER_ROLE = { ...TRUST, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } };

const CASES: readonly (readonly [string, PolicyCase, boolean])[] = [
  ['allows a caller their own row (D9)', own, true],
  ["refuses another caller's row (D9)", { ...own, context: rowOf('bob') }, false],
  [
    'refuses a request that asks for rows of two callers (D9)',
    { ...own, context: { ...alice, 'dynamodb:LeadingKeys': ['alice', 'bob'] } },
    false,
  ],
  ['refuses a session without the caller tag (D9)', { ...own, context: { 'dynamodb:LeadingKeys': ['alice'] } }, false],
  [
    'refuses a caller whose name is a wildcard the rows of others (D9)',
    { ...own, context: { 'aws:PrincipalTag/caller': '*', 'dynamodb:LeadingKeys': ['bob'] } },
    false,
  ],
  ['refuses a call without keys, thanks to the Null guard (D9)', { ...own, context: alice }, false],
  [
    'would allow a call without keys if the Null guard were missing',
    { ...own, identity: [UNGUARDED], context: alice },
    true,
  ],
  [
    'refuses what the session policy does not allow (D5)',
    { ...own, action: 'dynamodb:PutItem', session: [anyAction('dynamodb:GetItem')] },
    false,
  ],
  [
    'allows what role and session policy both allow (D5)',
    { ...own, action: 'dynamodb:PutItem', session: [anyAction('dynamodb:PutItem')] },
    true,
  ],
  [
    'does not let a session policy add to the role (D5)',
    { ...own, action: 'dynamodb:DeleteItem', session: [anyAction('*')] },
    false,
  ],
  ['refuses what the boundary does not allow', { ...own, boundary: [anyAction('s3:GetObject')] }, false],
  ['allows what role and boundary both allow', { ...own, boundary: [anyAction('dynamodb:*')] }, true],
  [
    'allows a caller their own secret (H2)',
    {
      action: 'secretsmanager:GetSecretValue',
      resource: SECRET,
      identity: [OWN_SECRET],
      context: { ...alice, 'aws:ResourceTag/caller': 'alice' },
    },
    true,
  ],
  [
    "refuses another caller's secret (H2)",
    {
      action: 'secretsmanager:GetSecretValue',
      resource: SECRET,
      identity: [OWN_SECRET],
      context: { ...alice, 'aws:ResourceTag/caller': 'bob' },
    },
    false,
  ],
  [
    'refuses a secret that nobody owns (H2)',
    { action: 'secretsmanager:GetSecretValue', resource: SECRET, identity: [OWN_SECRET], context: alice },
    false,
  ],
  ...['sts:AssumeRole', 'sts:TagSession'].flatMap((action): readonly (readonly [string, PolicyCase, boolean])[] => [
    [
      `lends a role with the right tags: ${action} (B9)`,
      borrow(action, tags({ tool: 'get_order', caller: 'alice' })),
      true,
    ],
    [`lends no role without tags: ${action} (B9)`, borrow(action, {}), false],
    [`lends no role without a caller: ${action} (B9)`, borrow(action, tags({ tool: 'get_order' })), false],
    [
      `lends no role to an empty caller: ${action} (B9)`,
      borrow(action, tags({ tool: 'get_order', caller: '' })),
      false,
    ],
    [
      `lends no role for another tool: ${action} (B9)`,
      borrow(action, tags({ tool: 'create_refund', caller: 'alice' })),
      false,
    ],
    [
      `lends no role with a tag too many: ${action} (B9)`,
      borrow(action, tags({ tool: 'get_order', caller: 'alice', admin: 'yes' })),
      false,
    ],
    [
      `lends no role to another role: ${action} (B9)`,
      borrow(action, tags({ tool: 'get_order', caller: 'alice' }), OTHER_ROLE),
      false,
    ],
  ]),
];

describe('the cases the product rests on', () => {
  test.each(CASES)('%s', (_, asked, allowed) => expect(decide(asked).allowed).toBe(allowed));
});

describe('an independent evaluator agrees', () => {
  test.each(CASES)('%s', async (_, asked, allowed) => expect(await simulate(asked)).toBe(allowed));
});
