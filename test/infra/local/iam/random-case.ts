import fc from 'fast-check';
import type { Json } from '../../../../shared/json-schema.ts';
import { ACCOUNT, type PolicyCase, type RawStatement, ROLE, SESSION, TABLE } from './policy-case.ts';

/*
 * What is left out of the comparison, and why:
 * - many-valued keys without ForAllValues or ForAnyValue, and ForAnyValue with IfExists: AWS documents no answer, ours stops;
 * - values that cannot be read (a date that is none): ours stops;
 * - negated operators against a variable without a value: AWS documents that they match, iam-simulate says they do not;
 * - a wildcard in the resource type (`s*:desk`): AWS lets it match within its segment, iam-simulate never;
 * - `${*}`, `${?}` and `${$}` outside wildcards: AWS lets them stand for the character anywhere, iam-simulate under StringLike only;
 * - dates in seconds since 1970: AWS takes them, iam-simulate does not;
 * - an address of one family against a range of the other under NotIpAddress: ours finds it outside, iam-simulate does not;
 * - the range 0.0.0.0/0: iam-simulate finds no address in it;
 * - lists without values: ours counts them as absent, iam-simulate as present;
 * - `Principal: "*"` together with a boundary or session policy: AWS's answer depends on the condition, ours stops;
 * - a session's ARN as principal together with a session policy: AWS documents that it is not limited, iam-simulate limits it;
 * - trust policies without an identity policy that allows: ours is stricter than AWS on purpose.
 */

const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:desk/key-AbCdEf`;
const TRUSTED = `arn:aws:iam::${ACCOUNT}:role/sallyport/desk/desk-get_order`;

const orList = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.uniqueArray(one, { minLength: 1, maxLength: 3 }));

const NAMES = ['alice', 'Alice', 'bob', 'a*', 'al?ce', '*', 'orders/alice', '${x}'];
const LITERALS = ['alice', 'ALICE', 'bob', 'a*', '?lice', '*', '*a*', '', "${aws:PrincipalTag/none, 'bob'}"];
const ESCAPES = ['${*}', 'a${?}', 'a${*}*'];
const VARIABLES = [
  '${aws:PrincipalTag/caller}',
  '${aws:PrincipalTag/team}',
  'orders/${aws:PrincipalTag/caller}',
  '${aws:PrincipalTag/caller}*',
];

const likeText = fc.constantFrom(...LITERALS, ...ESCAPES, ...VARIABLES);
const name = fc.constantFrom(...NAMES);
const literal = fc.constantFrom(...LITERALS);
const text = fc.constantFrom(...LITERALS, ...VARIABLES);
const arn = fc.constantFrom(
  ROLE,
  'arn:aws:iam::*:role/*',
  'arn:aws:iam:*:*:role/*x',
  `arn:aws:iam::${ACCOUNT}:role/*list?orders`,
  'arn:*:*:*:*:*',
);
const flag = fc.constantFrom<(string | boolean)[]>('true', 'false', true, false);
const number = fc.constantFrom<(string | number)[]>('0', '5', 300, '300', '299.5', -1);
const date = fc.constantFrom('2026-01-01T00:00:00Z', '2026-06-30', '2027-01-01T00:00:00+01:00');
const range = fc.constantFrom(
  '10.0.0.0/8',
  '10.1.2.3',
  '10.1.2.3/32',
  '192.168.0.0/16',
  '2001:db8::/32',
  '2001:db8::1',
);

const tag = fc.constantFrom('aws:PrincipalTag/caller', 'aws:PrincipalTag/team', 'AWS:principaltag/CALLER');
const single = (base: string) => fc.constantFrom(base, `${base}IfExists`);
const entry = <T>(operator: fc.Arbitrary<string>, key: fc.Arbitrary<string>, values: fc.Arbitrary<T>) =>
  fc.tuple(operator, key, orList(values)).map(([op, k, v]) => [op, { [k]: v }] as const);
const oneOf = (...bases: string[]) => fc.constantFrom(...bases).chain(single);
const setOf = (...bases: string[]) =>
  fc.constantFrom(...bases).chain((base) => fc.constantFrom(`ForAllValues:${base}`, `ForAnyValue:${base}`));
const orders = ['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals', 'Equals', 'NotEquals'];

const condition = fc.oneof(
  { weight: 3, arbitrary: entry(oneOf('StringEquals', 'StringEqualsIgnoreCase'), tag, text) },
  { weight: 2, arbitrary: entry(oneOf('StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'), tag, literal) },
  { weight: 2, arbitrary: entry(oneOf('StringLike'), tag, likeText) },
  { weight: 2, arbitrary: entry(setOf('StringEquals'), fc.constant('dynamodb:LeadingKeys'), text) },
  { weight: 2, arbitrary: entry(setOf('StringLike'), fc.constant('dynamodb:LeadingKeys'), likeText) },
  {
    weight: 2,
    arbitrary: entry(setOf('StringNotEquals', 'StringNotLike'), fc.constant('dynamodb:LeadingKeys'), literal),
  },
  entry(oneOf('ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'), fc.constant('aws:PrincipalArn'), arn),
  entry(oneOf('Bool'), fc.constantFrom('aws:SecureTransport'), flag),
  entry(oneOf(...orders.map((order) => `Numeric${order}`)), fc.constant('aws:MultiFactorAuthAge'), number),
  entry(oneOf(...orders.map((order) => `Date${order}`)), fc.constant('aws:CurrentTime'), date),
  entry(oneOf('IpAddress'), fc.constant('aws:SourceIp'), range),
  entry(oneOf('NotIpAddress'), fc.constant('aws:SourceIp'), fc.constantFrom('10.0.0.0/8', '192.168.7.7')),
  fc
    .tuple(
      fc.constantFrom('aws:PrincipalTag/team', 'dynamodb:LeadingKeys', 'aws:SourceIp'),
      fc.constantFrom('true', 'false'),
    )
    .map(([key, absent]) => ['Null', { [key]: absent }] as const),
);

const conditions = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 5,
    arbitrary: fc.uniqueArray(condition, { maxLength: 2, selector: ([operator]) => operator }).map(Object.fromEntries),
  },
);

const action = orList(
  fc.constantFrom(
    '*',
    'dynamodb:*',
    'dynamodb:GetItem',
    'DynamoDB:getitem',
    'dynamodb:*Item',
    'dynamodb:?etItem',
    'secretsmanager:Get*',
    'sts:AssumeRole',
  ),
);
const resource = orList(
  fc.constantFrom(
    '*',
    TABLE,
    SECRET,
    'arn:aws:dynamodb:*:*:table/orders',
    'arn:aws:dynamodb:*::table/orders',
    'arn:aws:dynamodb:eu-west-?:*:table/o*s',
    `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:d*k/*`,
    `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/\${aws:PrincipalTag/team}`,
    `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:*\${*}`,
  ),
);
const plainResource = orList(fc.constantFrom(TABLE, SECRET, 'arn:aws:dynamodb:*:*:table/o*', 'arn:aws:s3:::none/*'));

const effect = fc.oneof({ weight: 5, arbitrary: fc.constant('Allow') }, { weight: 1, arbitrary: fc.constant('Deny') });
const either = (label: string, only: fc.Arbitrary<Json>, except: fc.Arbitrary<Json>) =>
  fc.oneof(
    { weight: 6, arbitrary: only.map((value) => ({ [label]: value })) },
    { weight: 1, arbitrary: except.map((value) => ({ [`Not${label}`]: value })) },
  );

const statement: fc.Arbitrary<RawStatement> = fc
  .tuple(effect, either('Action', action, action), either('Resource', resource, plainResource), conditions)
  .map(([Effect, actions, resources, Condition]) => ({ Effect, ...actions, ...resources, Condition }));
const statements = fc.array(statement, { minLength: 1, maxLength: 3 });

const role = fc.constantFrom(ROLE, `arn:aws:iam::${ACCOUNT}:role/other`, `arn:aws:iam::${ACCOUNT}:root`, ACCOUNT);
const principal = (limits: { boundary: boolean; session: boolean }) => {
  const named = limits.session ? role : fc.oneof(role, fc.constantFrom(SESSION, `${SESSION}2`));
  const aws = orList(named).map((AWS) => ({ AWS }));
  const service = fc.constant({ Service: 'lambda.amazonaws.com' });
  return limits.boundary || limits.session ? fc.oneof(aws, service) : fc.oneof(aws, service, fc.constant('*'));
};

const resourceStatements = (limits: { boundary: boolean; session: boolean }) =>
  fc.array(
    fc.tuple(statement, principal(limits)).map(([given, Principal]): RawStatement => ({ ...given, Principal })),
    { minLength: 1, maxLength: 2 },
  );

const context = fc.record(
  {
    'aws:PrincipalTag/caller': name,
    'aws:PrincipalTag/team': fc.constantFrom('orders', 'alice', '*'),
    'dynamodb:LeadingKeys': fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
    'aws:PrincipalArn': fc.constant(ROLE),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
    'aws:MultiFactorAuthAge': fc.constantFrom('5', '299.5', '300'),
    'aws:CurrentTime': fc.constantFrom('2026-06-30T00:00:00Z', '2026-12-31T23:00:00Z', '2025-01-01T00:00:00Z'),
    'aws:SourceIp': fc.constantFrom('10.1.2.3', '192.168.7.7'),
  },
  { requiredKeys: [] },
);

/** A request to a table or a secret, with random policies in random layers. */
const dataCase: fc.Arbitrary<PolicyCase> = fc
  .record({ boundary: fc.boolean(), session: fc.boolean(), resourcePolicy: fc.boolean() })
  .chain((layers) =>
    fc.record({
      request: fc.constantFrom(
        { action: 'dynamodb:GetItem', resource: TABLE },
        { action: 'dynamodb:PutItem', resource: TABLE },
        { action: 'secretsmanager:GetSecretValue', resource: SECRET },
      ),
      context,
      identity: statements,
      ...(layers.boundary && { boundary: statements }),
      ...(layers.session && { session: statements }),
      ...(layers.resourcePolicy && { resourcePolicy: resourceStatements(layers) }),
    }),
  )
  .map(({ request, ...rest }) => onlyFitting({ ...request, ...rest }));

/** A request to assume a role, with a random trust policy. */
const trustCase: fc.Arbitrary<PolicyCase> = fc
  .record({
    trust: fc.array(
      fc.record({
        Effect: effect,
        Principal: principal({ boundary: false, session: false }),
        Action: orList(fc.constantFrom('sts:AssumeRole', 'sts:*', 'sts:TagSession')),
        Condition: conditions,
      }),
      { minLength: 1, maxLength: 2 },
    ),
    context,
    identity: statements.map((given) => [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }, ...given]),
  })
  .map((rest) => onlyFitting({ action: 'sts:AssumeRole', resource: TRUSTED, ...rest }));

/** iam-simulate drops keys that the action does not know, so they must not be there. */
function onlyFitting(asked: PolicyCase): PolicyCase {
  if (asked.action.startsWith('dynamodb:')) return asked;
  const { 'dynamodb:LeadingKeys': _, ...rest } = asked.context ?? {};
  return { ...asked, context: rest };
}

export const randomCase: fc.Arbitrary<PolicyCase> = fc.oneof(
  { weight: 4, arbitrary: dataCase },
  { weight: 1, arbitrary: trustCase },
);
