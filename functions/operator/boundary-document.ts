import * as z from 'zod';
import { LOAN_SECONDS, SessionTag } from '../../shared/session-tags.ts';
import type { LentSessions } from './lent-sessions.ts';

/** Lent sessions that were issued until a time, in seconds since the epoch, have ended. */
export interface Cut extends LentSessions {
  readonly until: number;
}

/**
 * What the boundary shall say of some sessions: that they have ended `at-least` until a time, which closes, or `at-most`
 * until a time, which opens.
 */
export interface CutWish extends Cut {
  readonly bound: 'at-least' | 'at-most';
}

/** What IAM takes for a managed policy, without whitespace (IAM User Guide, IAM and STS quotas). */
export const MAX_DOCUMENT_CHARACTERS = 6144;

/** A cut is kept until the last session it can end has expired, and a little longer for clocks that differ. */
export const KEPT_SECONDS = LOAN_SECONDS + 120;

/** IAM takes a policy in Latin letters only; JSON can say the others. */
const NOT_ASCII = /[^\u0020-\u007e]/g;

const Document = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(z.unknown()) });

const CutStatement = z.strictObject({
  Effect: z.literal('Deny'),
  Action: z.literal('*'),
  Resource: z.literal('*'),
  Condition: z.strictObject({
    StringEquals: z.record(z.string(), z.string()).optional(),
    DateLessThanEquals: z.strictObject({ 'aws:TokenIssueTime': z.iso.datetime() }),
  }),
});
type CutStatement = z.infer<typeof CutStatement>;

/**
 * Writes the boundary's next document: the wish, every cut that still ends something, and all that is not ours.
 *
 * Where that is too long, all sessions issued until now end: nobody stays in because too many had to leave.
 *
 * @throws Error when the document is not one this function could have written into.
 */
export function nextDocument(text: string, wish: CutWish, now: number): string {
  const { others, cuts } = read(text);
  const kept = cuts.filter((cut) => cut.until + KEPT_SECONDS > now);
  const next = [...kept.filter((cut) => !isSame(cut, wish)), ...decide(kept, wish)];
  const candidates = [next, [{ until: now }, ...next.filter(({ until }) => until > now)], [{ until: latest(next) }]];
  for (const candidate of candidates) {
    const document = write(others, candidate);
    if (document.length <= MAX_DOCUMENT_CHARACTERS) return document;
  }
  throw new Error('the boundary has no room for a single cut');
}

/** Whether a document says what was wished. A cut of all sessions is one of every session. */
export function holds(text: string, wish: CutWish): boolean {
  const { cuts } = read(text);
  if (wish.bound === 'at-most') return cuts.every((cut) => !isSame(cut, wish) || cut.until <= wish.until);
  return cuts.some((cut) => (cut.tag === undefined || isSame(cut, wish)) && cut.until >= wish.until);
}

function decide(cuts: readonly Cut[], wish: CutWish): readonly Cut[] {
  const times = cuts.filter((cut) => isSame(cut, wish)).map((cut) => cut.until);
  if (wish.bound === 'at-most' && times.length === 0) return [];
  const longest = Math.max(...times);
  const until = wish.bound === 'at-least' ? Math.max(wish.until, longest) : Math.min(wish.until, longest);
  return [{ ...(wish.tag && { tag: wish.tag }), until }];
}

function read(text: string): { others: readonly unknown[]; cuts: readonly Cut[] } {
  const others: unknown[] = [];
  const cuts: Cut[] = [];
  for (const statement of Document.parse(JSON.parse(text)).Statement) {
    const parsed = CutStatement.safeParse(statement);
    const cut = parsed.success ? cutOf(parsed.data) : undefined;
    if (cut) cuts.push(cut);
    else others.push(statement);
  }
  return { others, cuts };
}

function cutOf({ Condition: { StringEquals, DateLessThanEquals } }: CutStatement): Cut | undefined {
  const until = Math.floor(Date.parse(DateLessThanEquals['aws:TokenIssueTime']) / 1000);
  if (StringEquals === undefined) return { until };
  const [[name, value] = [], ...more] = Object.entries(StringEquals);
  const key = Object.values(SessionTag).find((tag) => name === tagName(tag));
  return key && value !== undefined && more.length === 0 ? { tag: { key, value }, until } : undefined;
}

function write(others: readonly unknown[], cuts: readonly Cut[]): string {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [...others, ...cuts.map(statementOf)] });
  return document.replaceAll(NOT_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function statementOf({ tag, until }: Cut): CutStatement {
  const time = new Date(until * 1000).toISOString().replace('.000Z', 'Z');
  return {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: {
      ...(tag && { StringEquals: { [tagName(tag.key)]: tag.value } }),
      DateLessThanEquals: { 'aws:TokenIssueTime': time },
    },
  };
}

function tagName(key: keyof typeof SessionTag): string {
  return `aws:PrincipalTag/${key}`;
}

function isSame(one: LentSessions, other: LentSessions): boolean {
  return one.tag?.key === other.tag?.key && one.tag?.value === other.tag?.value;
}

function latest(cuts: readonly Cut[]): number {
  return Math.max(...cuts.map(({ until }) => until));
}
