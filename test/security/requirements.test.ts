import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MUTATIONS } from '../mutation/mutations.ts';
import { citations, citedIn } from './citations.ts';
import { REQUIREMENTS } from './requirements.ts';
import { requirementsPage } from './requirements-page.ts';

/** Proven by tests alone, for a reason each. */
const WITHOUT_MUTATION: Readonly<Record<string, string>> = {
  A11: 'the control is the official SDK, which the project does not change',
};

const ids = REQUIREMENTS.map(({ id }) => id);
const cited = citations();
const mutated = new Set(MUTATIONS.map(({ id }) => id));
const proven = REQUIREMENTS.filter(({ state }) => state.proven && !state.through).map(({ id }) => id);

describe('the list of requirements', () => {
  test('has every id once and in order', () => {
    const order = (id: string) => `${id.charAt(0)}${id.slice(1).padStart(2, '0')}`;
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => (order(a) < order(b) ? -1 : 1)));
  });

  test.each(proven)('%s is called proven, and a test cites it', (id) => {
    expect(cited.get(id) ?? []).not.toEqual([]);
  });

  test.each(proven.filter((id) => !(id in WITHOUT_MUTATION)))(
    '%s is called proven, and a mutation removes it',
    (id) => {
      expect(mutated).toContain(id);
    },
  );

  test('rests on proven requirements alone where it rests on others', () => {
    for (const { state } of REQUIREMENTS) {
      if (state.proven) expect(proven).toEqual(expect.arrayContaining([...(state.through ?? [])]));
    }
  });

  test('names every id that a test or a mutation cites', () => {
    expect(ids).toEqual(expect.arrayContaining([...cited.keys(), ...mutated]));
  });

  test('excuses no requirement from mutation that has one', () => {
    expect(Object.keys(WITHOUT_MUTATION).filter((id) => mutated.has(id) || !proven.includes(id))).toEqual([]);
  });

  test('is the page docs/requirements.md (node test/security/write-requirements.ts)', () => {
    expect(readFileSync('docs/requirements.md', 'utf8')).toBe(requirementsPage(REQUIREMENTS, cited));
  });
});

test('a citation stands at the end of a test’s name and nowhere else', () => {
  const source = ["test('refuses (B1, RS3)', () => {", '// a comment (B2)', 'call(C1)', '`%s (D9, CVE-2026-1)`'];
  expect(citedIn(source.join('\n'))).toEqual(['B1', 'D9']);
});

test('every mutation is made once', () => {
  const places = MUTATIONS.map(({ file, remove, insert, tests }) => JSON.stringify([file, remove, insert, tests]));
  expect(places).toEqual([...new Set(places)]);
});

test('every mutation finds its text, once', () => {
  const lost = MUTATIONS.filter(({ file, remove }) => readFileSync(file, 'utf8').split(remove).length !== 2);
  expect(lost.map(({ id, control, file }) => `${id} ${control}: ${file}`)).toEqual([]);
});

test('every mutation names tests that are there', () => {
  const named = new Set(MUTATIONS.flatMap(({ tests }) => tests));
  expect([...named].filter((file) => !existsSync(file))).toEqual([]);
});
