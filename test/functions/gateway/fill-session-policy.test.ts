import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillSessionPolicy } from '../../../functions/gateway/fill-session-policy.ts';
import { CallError, failureOf } from '../../../shared/call-failure.ts';
import { SessionPolicy } from '../../../shared/session-policy.ts';
import { globMatches } from './fixture/glob-matches.ts';

const ARN = 'arn:aws:s3:::desk/users/${aws:PrincipalTag/caller}';
const TEMPLATE = SessionPolicy.parse({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${ARN}/\${input.name}`, `${ARN}/\${input.name}/*`] },
    {
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: ['arn:aws:s3:::desk'],
      Condition: { StringEquals: { 's3:prefix': ['users/${aws:PrincipalTag/caller}/${input.name}'] } },
    },
  ],
});

/** Arguments of all kinds, hostile ones among them. */
const HOSTILE = ['*', '?', '${*}', '${input.name}', '${aws:username}', '../b', '"]}', '\\', '/', '', '\uff0a', '$&'];
const argument = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-z0-9_.@=+ -]{1,40}$/) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.string(), fc.constantFrom(...HOSTILE), fc.string()).map((texts) => texts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.anything() },
);

function filled(name: unknown): SessionPolicy | undefined {
  try {
    return SessionPolicy.parse(JSON.parse(fillSessionPolicy(TEMPLATE, { name })));
  } catch (error) {
    if (error instanceof CallError && failureOf(error).reason === 'argument_unfit') return undefined;
    throw error;
  }
}

const textsOf = ({ Statement }: SessionPolicy) =>
  Statement.flatMap(({ Resource, Condition = {} }) => [
    ...Resource,
    ...Object.values(Condition).flatMap((keys) => Object.values(keys).flat()),
  ]);
const special = (text: string) => text.replaceAll('${aws:PrincipalTag/caller}', '<caller>').match(/[*?${}]/g) ?? [];

describe('a filled session policy (B9)', () => {
  test('holds the argument where the template waited for it, and the variables of the caller untouched', () => {
    expect(filled('a b.txt')?.Statement[0]?.Resource).toEqual([`${ARN}/a b.txt`, `${ARN}/a b.txt/*`]);
    expect(filled('a')?.Statement[1]?.Condition).toEqual({
      StringEquals: { 's3:prefix': ['users/${aws:PrincipalTag/caller}/a'] },
    });
  });

  test('takes an integer', () => expect(filled(12)?.Statement[0]?.Resource[0]).toBe(`${ARN}/12`));

  test('has the structure of its template and no wildcard or variable beyond it, whatever the argument is', () => {
    const shape = (policy: SessionPolicy) =>
      JSON.parse(JSON.stringify(policy), (_, value) => (typeof value === 'string' ? 'text' : value));
    const wanted = textsOf(TEMPLATE).map((text) => special(text.replaceAll('${input.name}', '')));
    fc.assert(
      fc.property(argument, (name) => {
        const policy = filled(name);
        if (!policy) return;
        expect(shape(policy)).toEqual(shape(TEMPLATE));
        expect(policy.Statement.map(({ Action }) => Action)).toEqual(TEMPLATE.Statement.map(({ Action }) => Action));
        expect(textsOf(policy).map(special)).toEqual(wanted);
      }),
      { numRuns: 2_000 },
    );
  });

  test('reaches what another argument of the same kind reaches, under its own name and no other', () => {
    const plain = fc.stringMatching(/^[A-Za-z0-9_@=+-]{1,20}$/);
    fc.assert(
      fc.property(argument, plain, fc.string(), (name, other, tail) => {
        const [mine, theirs] = [filled(name), filled(other)];
        if (!mine || !theirs) return;
        const reach = (policy: SessionPolicy, key: string) =>
          (policy.Statement[0]?.Resource ?? []).some((pattern) => globMatches(pattern, `${ARN}/${key}`));
        expect(reach(mine, String(name))).toBe(true);
        for (const rest of ['', '/x', tail]) {
          const [under, beside] = [reach(mine, `${name}${rest}`), reach(theirs, `${other}${rest}`)];
          expect(under).toBe(beside);
          expect(reach(mine, `${other}${rest}`)).toBe(
            `${other}${rest}` === String(name) || `${other}${rest}`.startsWith(`${name}/`),
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('is refused with the name of the field, and nothing of the argument, when it is not plain', () => {
    for (const name of HOSTILE) {
      try {
        fillSessionPolicy(TEMPLATE, { name });
        expect.unreachable(`${name} was filled in`);
      } catch (error) {
        expect(failureOf(error)).toEqual({ reason: 'argument_unfit', field: 'name' });
      }
    }
  });

  test.each([
    ['absent', {}],
    ['inherited', Object.create({ name: 'a' })],
  ])('is refused when the argument is %s', (_, input) => {
    expect(() => fillSessionPolicy(TEMPLATE, input)).toThrow('argument_unfit');
  });

  test('is refused when it is longer than STS takes', () => {
    const Resource = Array.from({ length: 20 }, (_, number) => `arn:aws:s3:::desk-${number}/\${input.name}`);
    const long = { ...TEMPLATE, Statement: [{ Effect: 'Allow' as const, Action: ['s3:GetObject'], Resource }] };
    expect(() => fillSessionPolicy(long, { name: 'x'.repeat(10) })).not.toThrow();
    expect(() => fillSessionPolicy(long, { name: 'x'.repeat(100) })).toThrow('loan_too_large');
  });

  test('is refused when a marker of the template is broken, not sent with it', () => {
    const broken = {
      ...TEMPLATE,
      Statement: [{ ...TEMPLATE.Statement[1], Resource: ['arn:aws:s3:::b/${ input.name}'] }],
    };
    expect(() => fillSessionPolicy(SessionPolicy.parse(broken), { name: 'a' })).toThrow(/fromInput/);
  });
});
