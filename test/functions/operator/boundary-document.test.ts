import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CutWish,
  holds,
  KEPT_SECONDS,
  MAX_DOCUMENT_CHARACTERS,
  nextDocument,
} from '../../../functions/operator/boundary-document.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z') / 1000;
const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' };
const BASE = JSON.stringify({ Version: '2012-10-17', Statement: [ALLOW] });

const alice = { tag: { key: 'caller', value: 'alice' } } as const;
const end = (sessions: Pick<CutWish, 'tag'>, until = NOW): CutWish => ({ ...sessions, until, bound: 'at-least' });
const open = (sessions: Pick<CutWish, 'tag'>, until = NOW): CutWish => ({ ...sessions, until, bound: 'at-most' });
const statements = (text: string): unknown[] => JSON.parse(text).Statement;
const denied = (time: string, tags?: Record<string, string>) => ({
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { ...(tags && { StringEquals: tags }), DateLessThanEquals: { 'aws:TokenIssueTime': time } },
});

test('what was lent to one caller until now is denied everything, and nobody else is touched (B7)', () => {
  expect(statements(nextDocument(BASE, end(alice), NOW))).toEqual([
    ALLOW,
    denied('2026-11-23T08:00:00Z', { 'aws:PrincipalTag/caller': 'alice' }),
  ]);
});

test('the switch that stops everything ends what was lent to everybody (B7)', () => {
  expect(statements(nextDocument(BASE, end({}), NOW))).toEqual([ALLOW, denied('2026-11-23T08:00:00Z')]);
});

test('a later end replaces an earlier one of the same caller, and an earlier one never shortens it (B7)', () => {
  const disabled = nextDocument(BASE, end(alice, NOW + 120), NOW);
  expect(nextDocument(disabled, end(alice, NOW + 5), NOW + 5)).toBe(disabled);
  expect(statements(nextDocument(disabled, end(alice, NOW + 200), NOW + 200))).toHaveLength(2);
});

test('opening again lets later sessions live and brings no earlier one back (B7)', () => {
  const opened = nextDocument(nextDocument(BASE, end(alice, NOW + 120), NOW), open(alice, NOW + 9), NOW + 10);
  expect(statements(opened)).toEqual([ALLOW, denied('2026-11-23T08:00:09Z', { 'aws:PrincipalTag/caller': 'alice' })]);
  expect(nextDocument(opened, open(alice, NOW + 99), NOW + 100)).toBe(opened);
  expect(nextDocument(BASE, open(alice), NOW)).toBe(BASE);
});

test('opening for one leaves the end for all, and the other way round (B7)', () => {
  const both = nextDocument(nextDocument(BASE, end(alice, NOW + 120), NOW), end({}, NOW + 120), NOW);
  expect(statements(nextDocument(both, open(alice, NOW + 9), NOW + 10))).toContainEqual(denied('2026-11-23T08:02:00Z'));
  expect(statements(nextDocument(both, open({}, NOW + 9), NOW + 10))).toContainEqual(
    denied('2026-11-23T08:02:00Z', { 'aws:PrincipalTag/caller': 'alice' }),
  );
});

test('an end is kept until no session it ends can be alive, and then dropped (B7)', () => {
  const old = nextDocument(BASE, end(alice), NOW);
  const bob = end({ tag: { key: 'caller', value: 'bob' } }, NOW + KEPT_SECONDS);
  expect(KEPT_SECONDS).toBe(1020);
  expect(statements(nextDocument(old, { ...bob, until: NOW + 1019 }, NOW + 1019))).toHaveLength(3);
  expect(statements(nextDocument(old, bob, NOW + KEPT_SECONDS))).toHaveLength(2);
});

test('statements of other hands stay as they are (B7)', () => {
  const foreign = [
    { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    denied('2020-01-01T00:00:00Z', { 'aws:PrincipalTag/team': 'x' }),
    denied('2020-01-01T00:00:00Z', { 'aws:PrincipalTag/caller': 'a', 'aws:PrincipalTag/tool': 'b' }),
    { ...denied('2020-01-01T00:00:00Z'), Sid: 'Ours' },
  ];
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [ALLOW, ...foreign] });
  expect(statements(nextDocument(text, end(alice), NOW)).slice(0, 5)).toEqual([ALLOW, ...foreign]);
});

test.each(['', '{}', '[]', '{"Version":"2008-10-17","Statement":[]}'])('the document %j is not rewritten', (text) => {
  expect(() => nextDocument(text, end(alice), NOW)).toThrow();
});

describe('too many for one document', () => {
  const many = (until: number) =>
    Array.from({ length: 60 }, (_, at) => end({ tag: { key: 'caller', value: `${'c'.repeat(30)}${at}` } }, until));
  const written = (wishes: readonly CutWish[]) => wishes.reduce((text, wish) => nextDocument(text, wish, NOW), BASE);

  test('end all sessions lent until now, so nobody stays in (B7)', () => {
    const wishes = many(NOW);
    const document = written(wishes);
    expect(document.length).toBeLessThanOrEqual(MAX_DOCUMENT_CHARACTERS);
    expect(statements(document)).toContainEqual(denied('2026-11-23T08:00:00Z'));
    expect(wishes.every((wish) => holds(document, wish))).toBe(true);
  });

  test('who was disabled just now still cannot borrow, when there is room to say so (B7)', () => {
    const wish = end(alice, NOW + 120);
    const document = nextDocument(written(many(NOW).slice(0, 30)), wish, NOW);
    expect(holds(nextDocument(document, many(NOW)[59] ?? wish, NOW), wish)).toBe(true);
  });

  test('and when there is none, nobody can for that time (B7)', () => {
    const wishes = many(NOW + 120);
    const document = written(wishes);
    expect(wishes.every((wish) => holds(document, wish))).toBe(true);
    expect(statements(document)).toContainEqual(denied('2026-11-23T08:02:00Z'));
  });
});

test('whatever was ended before, the next document fits IAM, says what was wished and forgets no living end (B7)', () => {
  const tag = fc.record({
    key: fc.constantFrom('caller', 'client', 'tool'),
    value: fc.stringMatching(/^[\p{L}\p{N} _.:/=+@-]{1,256}$/u),
  });
  const wish = fc
    .record({ tag, all: fc.boolean(), later: fc.integer({ min: 0, max: 120 }) })
    .map(({ tag, all, later }) => end(all ? {} : { tag }, NOW + later));
  fc.assert(
    fc.property(fc.array(wish, { minLength: 1, maxLength: 40 }), (wishes) => {
      const document = wishes.reduce((text, one) => nextDocument(text, one, NOW), BASE);
      expect(document.length).toBeLessThanOrEqual(MAX_DOCUMENT_CHARACTERS);
      expect(document).toMatch(/^[\u0020-\u007e]+$/);
      for (const one of wishes) expect(holds(document, one)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a document holds a wish only if it says so (B7)', () => {
  const document = nextDocument(BASE, end(alice), NOW);
  expect(holds(BASE, end(alice))).toBe(false);
  expect(holds(document, end(alice))).toBe(true);
  expect(holds(document, end(alice, NOW + 1))).toBe(false);
  expect(holds(document, end({ tag: { key: 'caller', value: 'bob' } }))).toBe(false);
  expect(holds(document, end({ tag: { key: 'client', value: 'alice' } }))).toBe(false);
  expect(holds(document, end({}))).toBe(false);
  expect(holds(nextDocument(BASE, end({}), NOW), end(alice))).toBe(true);
  expect(holds(document, open(alice, NOW - 1))).toBe(false);
  expect(holds(document, open(alice, NOW))).toBe(true);
});
