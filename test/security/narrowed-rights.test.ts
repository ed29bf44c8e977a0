import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { fillSessionPolicy } from '../../functions/gateway/fill-session-policy.ts';
import { fromInput, type NarrowedStatement, sessionPolicyTemplate } from '../../infra/tool/session-policy-template.ts';
import { failureOf } from '../../shared/call-failure.ts';
import { jsonSchemaOf } from '../../shared/json-schema.ts';
import { SessionPolicy } from '../../shared/session-policy.ts';
import { CALLER_VARIABLE } from '../../shared/session-tags.ts';
import { simulate } from '../infra/local/iam/iam-simulate.ts';
import { decide, type PolicyCase, type RawStatement, TABLE } from '../infra/local/iam/policy-case.ts';

/** About 4 ms each: each case is put to both evaluators three times. */
const RUNS = 300;
const FOLDER = 'arn:aws:s3:::desk/users';
const INPUT = jsonSchemaOf(z.strictObject({ name: z.string().regex(/^.*$/su).max(40) }), 'input');

const someOf = <T>(...values: readonly T[]) => fc.subarray([...values], { minLength: 1 });

/** Requests: rows and objects of two people, under names that arguments may have. No simulator takes an object named "*". */
const NAMES = ['alice', 'a.txt', 'b.txt', 'bob', 'x/y'];
const asked = fc.oneof(
  fc.record({
    action: fc.constantFrom('dynamodb:GetItem', 'dynamodb:PutItem'),
    resource: fc.constantFrom(TABLE, `${TABLE}-other`),
    keys: fc.subarray(['alice', 'bob', 'a.txt'], { maxLength: 2 }),
  }),
  fc.record({
    action: fc.constantFrom('s3:GetObject', 's3:PutObject'),
    resource: fc
      .tuple(fc.constantFrom('alice', 'bob'), fc.constantFrom(...NAMES))
      .map(([caller, name]) => `${FOLDER}/${caller}/${name}`),
    keys: fc.constant([]),
  }),
);

/** What facades grant, and what teams grant by hand. */
const own = {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [CALLER_VARIABLE] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
};
const grant: fc.Arbitrary<RawStatement> = fc.oneof(
  fc.record({
    Effect: fc.constant('Allow'),
    Action: someOf('dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:*'),
    Resource: someOf(TABLE, `${TABLE}*`),
    Condition: fc.constantFrom(own, {}),
  }),
  fc.record({
    Effect: fc.constant('Allow'),
    Action: someOf('s3:GetObject', 's3:Put*'),
    Resource: someOf(`${FOLDER}/${CALLER_VARIABLE}/*`, `${FOLDER}/*`),
  }),
  fc.record({
    Effect: fc.constant('Deny'),
    Action: someOf('s3:PutObject', 'dynamodb:PutItem'),
    Resource: fc.constant(['*']),
  }),
);

const name = fromInput('name');
const narrowed: fc.Arbitrary<NarrowedStatement> = fc.oneof(
  fc.record({
    actions: someOf('dynamodb:GetItem', 'dynamodb:PutItem'),
    resources: someOf(TABLE, '*'),
    conditions: fc.constantFrom({}, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': name } }),
  }),
  fc.record({
    actions: someOf('s3:GetObject', 's3:PutObject'),
    resources: someOf(
      `${FOLDER}/${CALLER_VARIABLE}/${name}`,
      `${FOLDER}/${name}/*`,
      `${FOLDER}/*/${name}`,
      `${FOLDER}/${CALLER_VARIABLE}/*`,
    ),
  }),
);

const HOSTILE = ['*', '?', '${*}', '${aws:username}', 'a/../bob', '\uff0a', 'al*', '${input.name}'];
const argument = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);

const loan = fc.record({
  asked,
  role: fc.array(grant, { minLength: 1, maxLength: 3 }),
  statements: fc.array(narrowed, { minLength: 1, maxLength: 2 }),
  argument,
});
type Loan = typeof loan extends fc.Arbitrary<infer T> ? T : never;

/** The session policy of a loan as the gateway makes it; undefined when it refuses to. */
function sessionOf({ statements, argument: value }: Loan): readonly RawStatement[] | undefined {
  const template = sessionPolicyTemplate(statements, INPUT);
  try {
    return SessionPolicy.parse(JSON.parse(fillSessionPolicy(template, { name: value }))).Statement.map((statement) => ({
      ...statement,
      Condition: statement.Condition ?? {},
    }));
  } catch (error) {
    expect(failureOf(error).reason).toBe('argument_unfit');
    return undefined;
  }
}

function question({ asked: { action, resource, keys } }: Loan): PolicyCase {
  const leading = keys.length > 0 && { 'dynamodb:LeadingKeys': keys };
  return { action, resource, context: { 'aws:PrincipalTag/caller': 'alice', ...leading } };
}

test('a loan may do what its role allows and its session policy allows, no more and no less, by two evaluators (B9)', async () => {
  await fc.assert(
    fc.asyncProperty(loan, async (it) => {
      const session = sessionOf(it);
      if (!session) return;
      const [both, role, policy] = [
        { ...question(it), identity: it.role, session },
        { ...question(it), identity: it.role },
        { ...question(it), identity: session },
      ];
      expect(decide(both).allowed).toBe(decide(role).allowed && decide(policy).allowed);
      expect(await simulate(both)).toBe((await simulate(role)) && (await simulate(policy)));
      expect(decide(both).allowed).toBe(await simulate(both));
    }),
    { numRuns: RUNS },
  );
});

test('an argument opens the object it names and no other, whatever it is (B9)', () => {
  const actions = ['s3:GetObject'];
  const template = sessionPolicyTemplate([{ actions, resources: [`${FOLDER}/${CALLER_VARIABLE}/${name}`] }], INPUT);
  fc.assert(
    fc.property(argument, argument, (value, other) => {
      const open = (key: string) => {
        const { Statement } = SessionPolicy.parse(JSON.parse(fillSessionPolicy(template, { name: value })));
        const session = Statement.map(({ Effect, Action, Resource }) => ({ Effect, Action, Resource }));
        const identity = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }];
        const context = { 'aws:PrincipalTag/caller': 'alice' };
        return decide({ action: 's3:GetObject', resource: `${FOLDER}/${key}`, context, identity, session }).allowed;
      };
      try {
        expect([open(`alice/${value}`), open(`alice/${other}`), open(`bob/${value}`)]).toEqual([
          true,
          other === value,
          false,
        ]);
      } catch (error) {
        if (failureOf(error).reason !== 'argument_unfit') throw error;
      }
    }),
    { numRuns: 1_000 },
  );
});

test('loans that may and loans that may not are tried, for the comparison to mean something', () => {
  const answers = fc.sample(loan, RUNS).map((it) => {
    const session = sessionOf(it);
    if (!session) return 'refused';
    const role = decide({ ...question(it), identity: it.role }).allowed;
    const both = decide({ ...question(it), identity: it.role, session }).allowed;
    return role ? (both ? 'allowed' : 'narrowed') : 'never';
  });
  for (const kind of ['refused', 'allowed', 'narrowed', 'never']) {
    expect(answers.filter((answer) => answer === kind).length, kind).toBeGreaterThan(RUNS / 50);
  }
});
