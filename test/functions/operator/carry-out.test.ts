import { describe, expect, test } from 'vitest';
import { carryOut } from '../../../functions/operator/carry-out.ts';
import { OperatorError } from '../../../functions/operator/operator-failure.ts';
import type { OperatorParts } from '../../../functions/operator/operator-parts.ts';
import { afterChange, type ItemValues } from '../../../functions/operator/stop-change.ts';
import { CallError } from '../../../shared/call-failure.ts';
import { ChangeRecord } from '../../../shared/change-record.ts';
import { OperatorAnswer } from '../../../shared/operator-request.ts';

const AT = '2026-11-23T08:00:00.000Z';
const NOW = Date.parse(AT) / 1000;
const ACTOR = 'arn:aws:sts::123456789012:assumed-role/operators/kim';
const PROOF = { authorization: 'signature-of-kim', amzDate: '20261123T080000Z' };

const order = (action: string, kind: string, name?: string, reason?: string) => ({
  version: 1,
  order: JSON.stringify({ gateway: 'desk', action, target: { kind, name }, reason }),
  proof: PROOF,
});

/** Parts that note what happens, in order. What is named in `failing` fails. */
function setup(failing: readonly string[] = [], stored: Record<string, ItemValues> = {}) {
  const happened: unknown[][] = [];
  const lines: string[] = [];
  const happen = (name: string, ...what: unknown[]) => {
    happened.push([name, ...what]);
    if (failing.includes(name)) throw new Error(`${name} is down: ${PROOF.authorization}`);
  };
  const reached = (name: string, ...what: unknown[]) => {
    try {
      happen(name, ...what);
    } catch (cause) {
      throw new OperatorError('state_unreachable', { cause });
    }
  };
  const parts: OperatorParts = {
    gateway: 'desk',
    proveActor: async (proof) => {
      if (failing.includes('proof'))
        throw new OperatorError('actor_unknown', { cause: new Error(proof.authorization) });
      return ACTOR;
    },
    findTarget: async (target) => {
      if (target.name === 'nobody') throw new OperatorError('target_unknown');
      if (target.name === 'broken') throw new Error('broken');
      return target.kind === 'user' ? { target: { kind: 'user', name: 's-1' }, username: 'alice' } : { target };
    },
    items: {
      read: async (key) => stored[key] ?? {},
      change: async (change) => {
        reached('change', change);
        const before = stored[change.key] ?? {};
        stored[change.key] = afterChange(before, change);
        return before;
      },
    },
    signOut: async (username) => happen('sign_out', username),
    cutSessions: async (wish) => happen('end_sessions', wish),
    writer: {
      write: async (record) => {
        try {
          happen('record', record);
        } catch (cause) {
          throw new CallError({ reason: 'record_refused' }, { cause });
        }
      },
    },
    now: () => new Date(AT),
    randomUUID: () => 'change-1',
    log: (line) => lines.push(line),
  };
  const give = async (event: unknown) => OperatorAnswer.parse(await carryOut(event, parts));
  return { give, happened, lines, stored, names: () => happened.map(([name]) => name) };
}

describe('stopping', () => {
  test('comes first; sign-out, lent sessions and the record follow (B7, I6)', async () => {
    const { give, happened } = setup();
    const answer = await give(order('revoke', 'user', 'alice', 'laptop lost'));
    const target = { kind: 'user', name: 's-1' };
    expect(answer).toEqual({
      ok: true,
      actor: ACTOR,
      target,
      before: {},
      after: { revokedAt: NOW },
      steps: [
        { step: 'sign_out', done: true },
        { step: 'end_sessions', done: true },
        { step: 'record', done: true },
      ],
    });
    expect(happened).toEqual([
      ['change', { kind: 'set', key: 'stop#user#s-1', values: { revokedAt: NOW } }],
      ['sign_out', 'alice'],
      ['end_sessions', { tag: { key: 'caller', value: 's-1' }, until: NOW, bound: 'at-least' }],
      ['record', expect.anything()],
    ]);
    expect(ChangeRecord.parse(happened[3]?.[1])).toEqual({
      version: 1,
      kind: 'change',
      time: AT,
      id: 'change-1',
      gateway: 'desk',
      actor: ACTOR,
      action: 'revoke',
      target,
      before: {},
      after: { revokedAt: NOW },
      reason: 'laptop lost',
    });
  });

  test('of a person who is disabled also signs out, and ends what calls in flight may still borrow (B7)', async () => {
    const { give, happened } = setup();
    await give(order('disable', 'user', 'alice'));
    expect(happened).toContainEqual(['sign_out', 'alice']);
    expect(happened).toContainEqual([
      'end_sessions',
      { tag: { key: 'caller', value: 's-1' }, until: NOW + 120, bound: 'at-least' },
    ]);
  });

  test('of everything ends all lent sessions and signs nobody out (B7)', async () => {
    const { give, happened, names } = setup();
    await give(order('disable', 'all'));
    expect(names()).toEqual(['change', 'end_sessions', 'record']);
    expect(happened[1]).toEqual(['end_sessions', { until: NOW + 120, bound: 'at-least' }]);
  });

  test('of a token ends no sessions, because none can be told apart by it (B7)', async () => {
    const { give, names } = setup();
    expect(await give(order('revoke', 'token', 'id'))).toMatchObject({ steps: [{ step: 'record', done: true }] });
    expect(names()).toEqual(['change', 'record']);
  });

  test.each(['sign_out', 'end_sessions', 'record'])(
    'stays in force when the step %s fails; that is named and the others are tried (B7, I6)',
    async (failing) => {
      const { give, names, stored } = setup([failing]);
      const answer = await give(order('revoke', 'user', 'alice'));
      expect(answer).toMatchObject({
        ok: true,
        steps: ['sign_out', 'end_sessions', 'record'].map((step) => ({ step, done: step !== failing })),
      });
      expect(names()).toEqual(['change', 'sign_out', 'end_sessions', 'record']);
      expect(stored).toEqual({ 'stop#user#s-1': { revokedAt: NOW } });
    },
  );

  test('is no success when the stop itself could not be written, and then nothing else is tried (B7)', async () => {
    const { give, names } = setup(['change']);
    expect(await give(order('revoke', 'user', 'alice'))).toMatchObject({ ok: false, reason: 'state_unreachable' });
    expect(names()).toEqual(['change']);
  });
});

describe('opening again', () => {
  const disabled = () => ({ 'stop#user#s-1': { disabledAt: NOW - 60, revokedAt: NOW - 90 } });

  test('is recorded first, with old and new value (I6)', async () => {
    const { give, happened, names, stored } = setup([], disabled());
    const answer = await give(order('enable', 'user', 'alice'));
    expect(answer).toMatchObject({
      ok: true,
      before: { disabledAt: NOW - 60, revokedAt: NOW - 90 },
      after: { revokedAt: NOW - 90 },
    });
    expect(names()).toEqual(['record', 'change', 'end_sessions']);
    expect(happened[0]?.[1]).toMatchObject({ action: 'enable', actor: ACTOR, after: { revokedAt: NOW - 90 } });
    expect(happened[2]?.[1]).toEqual({ tag: { key: 'caller', value: 's-1' }, until: NOW - 1, bound: 'at-most' });
    expect(stored).toEqual({ 'stop#user#s-1': { revokedAt: NOW - 90 } });
  });

  test('does not happen when it cannot be recorded (I6)', async () => {
    const { give, names, stored } = setup(['record'], disabled());
    expect(await give(order('enable', 'user', 'alice'))).toMatchObject({ ok: false, reason: 'record_refused' });
    expect(names()).toEqual(['record']);
    expect(stored).toEqual(disabled());
  });

  test('of what is not disabled changes nothing', async () => {
    const { give, names } = setup();
    expect(await give(order('enable', 'tool', 'list_orders'))).toMatchObject({ ok: true, after: { tools: [] } });
    expect(names()).toEqual(['record', 'end_sessions']);
  });

  test('of a client without sessions of its own opens no sessions of others (B7)', async () => {
    const { give, names } = setup();
    await give(order('enable', 'client', 'a*b'));
    expect(names()).toEqual(['record']);
  });
});

describe('nothing is changed', () => {
  test.each([
    ['order_refused', { ...order('disable', 'all'), version: 2 }, []],
    ['actor_unknown', order('disable', 'all'), ['proof']],
    ['target_unknown', order('revoke', 'user', 'nobody'), []],
    ['unexpected', order('revoke', 'user', 'broken'), []],
  ])('when the answer is %s, and the answer is one fixed sentence (I6)', async (reason, event, failing) => {
    const { give, happened } = setup(failing);
    expect(await give(event)).toEqual({ ok: false, reason, message: expect.stringMatching(/^[A-Z][\w ,.]+\.$/) });
    expect(happened).toEqual([]);
  });

  test('the proof comes before the target: who is nobody learns no names (I6)', async () => {
    const { give } = setup(['proof']);
    expect(await give(order('revoke', 'user', 'nobody'))).toMatchObject({ reason: 'actor_unknown' });
  });
});

test('the function’s own log says what failed and never holds a proof (B8)', async () => {
  for (const failing of ['proof', 'change', 'sign_out', 'end_sessions', 'record']) {
    const { give, lines } = setup([failing]);
    await give(order('revoke', 'user', 'alice'));
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(PROOF.authorization);
  }
});
