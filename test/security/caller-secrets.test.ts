import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecretCallerGrants } from '../../infra/grants/secret-caller-grants.ts';
import { CALLER_ID } from '../../shared/caller.ts';
import { exampleTool } from '../infra/example-gateway.ts';
import { simulate } from '../infra/local/iam/iam-simulate.ts';
import { ACCOUNT, decide, type PolicyCase, type RawStatement } from '../infra/local/iam/policy-case.ts';
import { plainTemplate } from '../infra/plain-template.ts';
import { roleOf } from '../infra/policies-of.ts';

const REGION = 'eu-west-1';
const FOLDER = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:accounts`;

/** What the facade wrote into the template, as AWS resolves it. */
const granted: readonly RawStatement[] = JSON.parse(
  JSON.stringify(statements())
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::Region>', REGION)
    .replaceAll('<AWS::AccountId>', ACCOUNT),
);

function statements() {
  const { stack, tool } = exampleTool();
  tool.addSecret('account', SecretCallerGrants.perCaller('accounts'));
  return roleOf(plainTemplate(stack), 'GatewayLookCallerRole').statements;
}

interface Reading {
  /** Name of the secret below `accounts/`, with its end where it exists. */
  readonly secret: string;
  /** Whose the secret's tag says it is. */
  readonly owner?: string;
  /** Whom the session is for. */
  readonly caller?: string;
}

function question({ secret, owner, caller }: Reading): PolicyCase {
  return {
    action: 'secretsmanager:GetSecretValue',
    resource: `${FOLDER}/${secret}`,
    context: {
      ...(owner !== undefined && { 'aws:ResourceTag/caller': owner }),
      ...(caller !== undefined && { 'aws:PrincipalTag/caller': caller }),
    },
    identity: granted,
  };
}

/** The answer of two evaluators, which must agree. */
async function isRead(reading: Reading, policies = granted): Promise<boolean> {
  const asked = { ...question(reading), identity: policies };
  const { allowed } = decide(asked);
  expect(await simulate(asked)).toBe(allowed);
  return allowed;
}

const ROWS: readonly (readonly [sentence: string, reading: Reading, expected: boolean])[] = [
  ['al reads the secret of al', { secret: 'al-AbCdEf', owner: 'al', caller: 'al' }, true],
  ['al-abcdef reads its own', { secret: 'al-abcdef-AbCdEf', owner: 'al-abcdef', caller: 'al-abcdef' }, true],
  ['al cannot read that of al-abcdef', { secret: 'al-abcdef-AbCdEf', owner: 'al-abcdef', caller: 'al' }, false],
  ['al-abcdef cannot read that of al', { secret: 'al-AbCdEf', owner: 'al', caller: 'al-abcdef' }, false],
  [
    'al cannot read that of al-abcdef where AWS knows no end',
    { secret: 'al-abcdef', owner: 'al-abcdef', caller: 'al' },
    false,
  ],
  ['al cannot read that of alice', { secret: 'alice-AbCdEf', owner: 'alice', caller: 'al' }, false],
  ['al cannot read a secret below its own', { secret: 'al/deep-AbCdEf', owner: 'al', caller: 'al' }, false],
  ['al cannot read a secret named for it that is bob’s', { secret: 'al-AbCdEf', owner: 'bob', caller: 'al' }, false],
  ['al cannot read a secret named for it that is nobody’s', { secret: 'al-AbCdEf', caller: 'al' }, false],
  [
    'al cannot read a secret tagged for it that is named for bob',
    { secret: 'bob-AbCdEf', owner: 'al', caller: 'al' },
    false,
  ],
  ['a session for nobody reads nothing', { secret: 'al-AbCdEf', owner: 'al' }, false],
  ['a session for nobody reads no secret without a name', { secret: '-AbCdEf', owner: '' }, false],
  ['a session for the empty caller reads nothing of al', { secret: 'al-AbCdEf', owner: 'al', caller: '' }, false],
  ['a caller named like a pattern reads nothing of al', { secret: 'al-AbCdEf', owner: 'al', caller: '*' }, false],
];

describe('secrets that each caller has one of (H2)', () => {
  test.each(ROWS)('%s', async (_, reading, expected) => {
    expect(await isRead(reading)).toBe(expected);
  });

  test('are never read for another caller, however alike the two are', async () => {
    const id = fc.stringMatching(CALLER_ID);
    const end = fc.stringMatching(/^[A-Za-z0-9]{6}$/);
    const alike = fc.oneof(
      fc.tuple(id, id),
      fc.tuple(id, end).map(([one, six]) => [one, `${one}-${six}`] as const),
    );
    await fc.assert(
      fc.asyncProperty(alike, end, fc.boolean(), async ([one, other], six, back) => {
        fc.pre(one !== other && one.length < 58);
        const [caller, owner] = back ? [other, one] : [one, other];
        expect(await isRead({ secret: `${caller}-${six}`, owner: caller, caller })).toBe(true);
        expect(await isRead({ secret: `${owner}-${six}`, owner, caller })).toBe(false);
        expect(await isRead({ secret: owner, owner, caller })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('would be read for others under a known-bad shape: a star for the end, and no tag', async () => {
    const bad = granted.map(({ Condition: _, ...rest }) => ({
      ...rest,
      Resource: `${FOLDER}/\${aws:PrincipalTag/caller}-*`,
    }));
    expect(await isRead({ secret: 'al-abcdef-AbCdEf', owner: 'al-abcdef', caller: 'al' }, bad)).toBe(true);
  });

  test.each(['Condition', 'Resource'])('are no longer kept apart by two locks without the %s', async (element) => {
    const Resource = `${FOLDER}/*`;
    const open = granted.map((it) => (element === 'Resource' ? { ...it, Resource } : { ...it, Condition: {} }));
    const changed = await Promise.all(
      ROWS.map(async ([, reading, expected]) => (await isRead(reading, open)) !== expected),
    );
    expect(changed).toContain(true);
  });
});
