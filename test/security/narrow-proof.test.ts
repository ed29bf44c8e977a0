import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLER_ID } from '../../shared/caller.ts';
import { inputMarker } from '../../shared/session-policy.ts';
import { CALLER_VARIABLE } from '../../shared/session-tags.ts';
import { synthesiseDesk } from './desk.ts';
import { type PolicyPaper, policyPapers, type RawStatement } from './policy-paper.ts';
import { keysOf, type Reach, reachOf } from './reach-smt.ts';
import { type Solver, startSolver } from './z3.ts';

const desk = synthesiseDesk();
const lent = new Set(desk.tools.map(({ callerRole }) => callerRole));
const papers = policyPapers(desk.stack).filter(({ holder }) => lent.has(holder));

/** Statements about data of callers. Others, as one about a secret of the tool itself, are meant to be the same for all. */
const grants = grantsOf('identity').filter(({ statement }) =>
  /"(dynamodb|s3):|caller\}/.test(JSON.stringify(statement)),
);
const templates = grantsOf('session').filter(({ statement }) => JSON.stringify(statement).includes('${input.'));

/** A statement, and who has it. */
interface Grant {
  readonly holders: string;
  readonly statement: RawStatement;
}

/** Each statement of the lent roles once: the same words are the same proof. */
function grantsOf(wanted: PolicyPaper['kind']): readonly Grant[] {
  const all = papers
    .filter(({ kind }) => kind === wanted)
    .flatMap(({ holder, statements }) => statements.map((statement) => ({ holder, statement })));
  return [...Map.groupBy(all, ({ statement }) => JSON.stringify(statement))].map(([text, same]) => ({
    holders: same.map(({ holder }) => holder.slice(holder.lastIndexOf('/') + 1)).join(', '),
    statement: JSON.parse(text),
  }));
}

/** Seconds on an idle machine, and a proof that was not finished is none. */
const PATIENT = { timeout: 150_000 };

let solver: Solver;
beforeAll(async () => {
  solver = await startSolver();
});
afterAll(() => solver.close());

/** Lengths of ids that are tried, each with each: short ones, and the longest there are (`CALLER_ID`). */
const LENGTHS = [2, 3, 4, 64];
const EACH_WITH_EACH = LENGTHS.flatMap((a) => LENGTHS.map((b) => ({ a, b })));

/** Whether there are two callers and a request that one may make by this statement and the other by that one. */
function shared(one: RawStatement, other: RawStatement, ids: readonly string[] = anyIds('a', 'b')): Promise<string> {
  const reaches = [reachOf(one, { [CALLER_VARIABLE]: 'a' }, 'a'), reachOf(other, { [CALLER_VARIABLE]: 'b' }, 'b')];
  return ask([one, other], reaches, [...ids, '(assert (distinct a b))']);
}

/** The same for ids of these lengths, none of which holds what parts keys. One answer where all are the same. */
async function sharedByLength(one: RawStatement, other: RawStatement, lengths = EACH_WITH_EACH): Promise<string> {
  const answers = new Set<string>();
  for (const { a, b } of lengths) answers.add(await shared(one, other, [idOf('a', a), idOf('b', b)]));
  return [...answers].join();
}

function anyIds(...names: readonly string[]): readonly string[] {
  return names.map((name) => `(declare-const ${name} String)`);
}

/** An id character by character, which z3 decides soon: a length it has to find takes it minutes. */
function idOf(name: string, length: number): string {
  const signs = Array.from({ length }, (_, place) => `${name}-sign-${place}`);
  return [
    ...signs.map((sign) => `(declare-const ${sign} Unicode)(assert (distinct ${sign} (_ Char 47)))`),
    `(define-fun ${name} () String (str.++ "" ${signs.map((sign) => `(seq.unit ${sign})`).join(' ')}))`,
  ].join('\n');
}

function ask(statements: readonly RawStatement[], reaches: readonly Reach[], said: readonly string[]): Promise<string> {
  const keys = [...new Set(statements.flatMap(keysOf))];
  return solver.ask(
    [
      ...anyIds('action', 'resource'),
      ...said,
      ...keys.flatMap((key) => [`(declare-const |there ${key}| Bool)`, `(declare-const |${key}| String)`]),
      ...reaches.flatMap(({ declarations }) => declarations),
      ...reaches.map(({ formula }) => `(assert ${formula})`),
    ].join('\n'),
  );
}

const isExact = ({ statement }: Grant) => !/[*?]/.test(JSON.stringify(statement));
const exact = grants.filter(isExact);
const parted = grants.filter((grant) => !isExact(grant));
const titled = (list: readonly Grant[]) =>
  list.map(({ holders, statement }) => [`${[statement.Action].flat().join(', ')} of ${holders}`, statement] as const);
const pairs = (list: readonly Grant[]) =>
  titled(list).flatMap(([one, first], place) =>
    titled(list)
      .slice(place + 1)
      .map(([other, second]) => [`${one} and ${other}`, first, second] as const),
  );

describe('for all callers, no request is open to two of them (D9):', PATIENT, () => {
  test.each(titled(exact))('%s, whatever their ids are', async (_, statement) => {
    expect(await shared(statement, statement)).toBe('unsat');
  });

  test.each(titled(parted))('%s, as ids have no "/"', async (_, statement) => {
    expect(await sharedByLength(statement, statement)).toBe('unsat');
  });

  test.each(pairs(grants))('not by %s', async (_, one, other) => {
    expect(await sharedByLength(one, other)).toBe('unsat');
  });

  test('and callers’ ids are such (D9)', () => {
    for (let code = 0; code < 0x250; code++) {
      const sign = String.fromCharCode(code);
      if (CALLER_ID.test(`a${sign}b`)) expect(sign).toMatch(/[A-Za-z0-9_+=.@-]/);
    }
  });

  test('the reference deployment has grants of both shapes', () => {
    expect([exact.length > 0, parted.length > 1]).toEqual([true, true]);
  });
});

describe('the proof finds what is known to be bad (D9):', PATIENT, () => {
  const bad = (statement: RawStatement | undefined, from: string | RegExp, to: string): RawStatement => {
    const before = JSON.stringify(statement);
    const after = before.replaceAll(from instanceof RegExp ? new RegExp(from, 'g') : from, to);
    if (after === before) throw new Error(`${before} has no ${from}`);
    return JSON.parse(after);
  };
  const row = exact[0]?.statement;
  const object = parted.find(({ statement }) => JSON.stringify(statement).includes('s3:GetObject'))?.statement;
  const listing = parted.find(({ statement }) => JSON.stringify(statement).includes('s3:prefix'))?.statement;
  const PREFIX = [`${CALLER_VARIABLE}/*`, `${CALLER_VARIABLE}*`] as const;

  test.each([
    ['objects whose folder only begins with the id', () => bad(object, ...PREFIX)],
    ['listings of folders that only begin with the id', () => bad(listing, ...PREFIX)],
    ['objects of every folder', () => bad(object, CALLER_VARIABLE, '*')],
    ['listings without a condition', () => bad(listing, /,?"Condition":\{.*\}\}/, '')],
    [
      'rows whose key only begins with the id',
      () => bad(bad(row, 'AllValues:StringEquals', 'AllValues:StringLike'), CALLER_VARIABLE, `${CALLER_VARIABLE}*`),
    ],
    ['rows without the guard against a missing key', () => bad(row, /,?"Null":\{[^}]*\}/, '')],
    ['rows without a condition', () => bad(row, /,?"Condition":\{.*\}\}/, '')],
    ['rows of one fixed caller', () => bad(row, CALLER_VARIABLE, 'alice')],
  ])('%s', async (_, statement) => {
    const changed = statement();
    expect(await sharedByLength(changed, changed, [{ a: 2, b: 3 }])).toBe('sat');
  });

  test('an operator or variable it does not know is never proven', () => {
    const [operator, variable] = [bad(row, 'StringEquals', 'StringNotLike'), bad(row, 'Tag/caller', 'Tag/team')];
    expect(() => shared(operator, operator)).toThrow(/StringNotLike/);
    expect(() => shared(variable, variable)).toThrow(/PrincipalTag\/team/);
  });
});

describe('for all arguments, a loan narrowed to one reaches nothing of another one (B9):', PATIENT, () => {
  const NAME = inputMarker('name');

  test.each(titled(templates))('%s', async (_, statement) => {
    const reach = (name: string) => reachOf(statement, { [CALLER_VARIABLE]: 'a', [NAME]: name }, name);
    expect(
      await ask([statement], [reach('x'), reach('y')], [...anyIds('a', 'x', 'y'), '(assert (distinct x y))']),
    ).toBe('unsat');
  });

  test('a wildcard behind the argument would be found', async () => {
    const [{ statement } = { statement: {} }] = templates;
    const wide: RawStatement = JSON.parse(JSON.stringify(statement).replaceAll(NAME, `${NAME}*`));
    const reach = (name: string) => reachOf(wide, { [CALLER_VARIABLE]: 'a', [NAME]: name }, name);
    expect(await ask([wide], [reach('x'), reach('y')], [...anyIds('a', 'x', 'y'), '(assert (distinct x y))'])).toBe(
      'sat',
    );
  });

  test('the reference deployment has such a loan', () => expect(templates.length).toBeGreaterThanOrEqual(1));
});
