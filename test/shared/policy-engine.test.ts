import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { loadCedar } from '../../infra/policy/load-cedar.ts';
import { type ContractDocument, describeTool } from '../../shared/contract-document.ts';
import { policyEngine } from '../../shared/policy-engine.ts';
import { defineTool } from '../../shared/tool-contract.ts';
import { policiesOf } from '../functions/policy/policies-of.ts';

const pay = describeTool(
  defineTool({
    name: 'pay',
    title: 'Pay',
    description: 'Pays.',
    effect: 'destructive',
    input: z.strictObject({
      cents: z.int().min(-9_000_000_000_000_000).max(9_000_000_000_000_000).default(500),
      to: z.string().max(99).default('somebody'),
      share: z.number().min(0).max(1).optional(),
    }),
    output: z.strictObject({}),
  }),
);
const look: ContractDocument = { ...pay, name: 'look', effect: 'read' };
const TOOLS = [look, pay];

type Caller = { groups?: readonly string[]; clientId?: string; kind?: 'person' | 'machine'; id?: string };

function asking(text: string, { groups = [], clientId = 'cli', kind = 'person', id = 'alice' }: Caller = {}) {
  const engine = policiesOf(text, TOOLS)();
  const question = (tool: ContractDocument) => ({ caller: { id, kind, clientId, groups: [...groups] }, tool });
  return {
    decide: (input: unknown, tool = pay) => engine.decide(question(tool), input),
    sees: (tool = pay) => engine.mayEverCall(question(tool)),
  };
}

const PERMIT = '@id("all") permit (principal, action, resource);';

describe('a call', () => {
  test('that no policy permits is denied, and no policy is named (C1)', () => {
    const { decide } = asking('@id("look") permit (principal, action == Sallyport::Action::"look", resource);');
    expect(decide({})).toEqual({ allowed: false, policies: [], failed: false });
    expect(decide({}, look)).toEqual({ allowed: true, policies: ['look'], failed: false });
  });

  test('that one policy forbids is denied, however many permit it (C2)', () => {
    const { decide } = asking(`${PERMIT} @id("no") forbid (principal, action, resource);`);
    expect(decide({})).toEqual({ allowed: false, policies: ['no'], failed: false });
  });

  test.each([
    ['the group', 'principal in Sallyport::Group::"staff"', { groups: ['staff'] }, { groups: ['Staff', 'staff2'] }],
    ['the client', 'context.client == Sallyport::Client::"web"', { clientId: 'web' }, { clientId: 'WEB' }],
    ['the kind of caller', 'principal.kind == "machine"', { kind: 'machine' }, { kind: 'person' }],
    ['the caller', 'principal == Sallyport::Caller::"bob"', { id: 'bob' }, { id: 'Bob' }],
  ] as const)('is decided on %s (C2)', (_, condition, fits, differs) => {
    const text = `@id("only") permit (principal, action, resource) when { ${condition} };`;
    expect(asking(text, fits).decide({}).allowed).toBe(true);
    expect(asking(text, differs).decide({}).allowed).toBe(false);
  });

  test('is decided on the tool’s effect, scope, name and reach (C2)', () => {
    const when = (condition: string) => `@id("only") permit (principal, action, resource) when { ${condition} };`;
    for (const condition of ['resource.effect == "read"', 'resource.name == "look"']) {
      expect(asking(when(condition)).decide({}, look).allowed).toBe(true);
      expect(asking(when(condition)).decide({}, pay).allowed).toBe(false);
    }
    expect(asking(when('resource.scope == "pay" && !resource.openWorld')).decide({}, pay).allowed).toBe(true);
  });
});

describe('arguments', () => {
  const LIMITED = `${PERMIT} @id("limit") forbid (principal, action, resource) when { context.input.cents > 1000 };`;
  const NO_MALLORY = `${PERMIT} @id("mallory") forbid (principal, action, resource) when { context.input.to == "mallory" };`;

  test('of one tool and caller are allowed or denied by their values (C2)', () => {
    const { decide } = asking(LIMITED);
    expect(decide({ cents: 1000 })).toMatchObject({ allowed: true, policies: ['all'] });
    expect(decide({ cents: 1001 })).toMatchObject({ allowed: false, policies: ['limit'] });
  });

  test('that were left out are decided on by the default the tool will get (C2)', () => {
    const tight = LIMITED.replace('1000', '499');
    expect(asking(tight).decide({}).allowed).toBe(false);
    expect(asking(tight).decide({ cents: 499 }).allowed).toBe(true);
  });

  test.each(['mallory', 'm\\u0061llory', 'ｍallory', 'mal\\u200blory', ' mallory', 'mallory\\n', '\\u202emallory'])(
    'as "%s" in JSON are what a lenient reader takes them for (C2)',
    (written) => {
      const input: unknown = JSON.parse(`{"to": "${written}"}`);
      expect(asking(NO_MALLORY).decide(input)).toMatchObject({ allowed: false, policies: ['mallory'] });
    },
  );

  test('that a policy permits are permitted only as the tool gets them, not as they look (C2)', () => {
    const text = '@id("bob") permit (principal, action, resource) when { context.input.to == "bob" };';
    expect(asking(text).decide({ to: 'bob' }).allowed).toBe(true);
    expect(asking(text).decide({ to: 'ｂob' }).allowed).toBe(false);
    expect(asking(text).decide({ to: 'Bob' }).allowed).toBe(false);
  });

  test.each([
    [{ to: { __entity: { type: 'Sallyport::Client', id: 'x' } } }],
    [{ to: { __extn: { fn: 'unknown', arg: 'x' } } }],
    [{ cents: 0.5 }],
    [{ cents: 1e30 }],
    [{ cents: '1' }],
    [{ to: '\ud800' }],
    [[]],
    [null],
  ])('of another type than the contract’s are denied: %j (C1)', (input) => {
    expect(asking(PERMIT).decide(input)).toEqual({ allowed: false, policies: [], failed: true });
  });

  test('are allowed exactly when every policy on them agrees, whatever they are (C2)', () => {
    const { decide } = asking(`${LIMITED} @id("mallory") forbid (principal, action, resource)
      when { context.input.to == "mallory" };`);
    const input = fc.record({ cents: fc.integer(), to: fc.oneof(fc.string(), fc.constant('mallory')) });
    fc.assert(
      fc.property(input, ({ cents, to }) => {
        const { allowed } = decide({ cents, to });
        if (allowed) expect(cents <= 1000 && to !== 'mallory').toBe(true);
        else
          expect(
            cents > 1000 ||
              to
                .normalize('NFKC')
                .replace(/[\p{Cc}\p{Cf}]/gu, '')
                .trim() === 'mallory',
          ).toBe(true);
      }),
    );
  });
});

test('a policy that cannot be evaluated denies, also one that would only forbid (C1)', () => {
  const { decide } = asking(
    `${PERMIT} @id("overflow") forbid (principal, action, resource) when { context.input.cents * 9000000 > 1 };`,
  );
  expect(decide({ cents: 0 })).toMatchObject({ allowed: true });
  expect(decide({ cents: 9_000_000_000_000_000 })).toEqual({
    allowed: false,
    policies: ['all', 'overflow'],
    failed: true,
  });
});

describe('a tool is seen', () => {
  test.each([
    ['when a policy permits it', PERMIT, true],
    [
      'when arguments decide on the permission',
      `${PERMIT} @id("x") forbid (principal, action, resource) when { context.input.to == "a" };`,
      true,
    ],
    [
      'when only some arguments are permitted',
      '@id("x") permit (principal, action, resource) when { context.input.cents < 3 };',
      true,
    ],
    [
      'unless no policy permits it',
      '@id("x") permit (principal, action == Sallyport::Action::"look", resource);',
      false,
    ],
    [
      'unless its group is forbidden it',
      `${PERMIT} @id("x") forbid (principal in Sallyport::Group::"staff", action, resource);`,
      false,
    ],
    [
      'unless its client is forbidden it',
      `${PERMIT} @id("x") forbid (principal, action, resource) when { context.client == Sallyport::Client::"cli" };`,
      false,
    ],
    [
      'unless no arguments of its group are permitted',
      '@id("x") permit (principal in Sallyport::Group::"other", action, resource) when { context.input.cents < 3 };',
      false,
    ],
  ])('%s (C3)', (_, text, seen) => {
    expect(asking(text, { groups: ['staff'] }).sees()).toBe(seen);
  });

  test('and never called when it is not seen (C3)', () => {
    const { sees, decide } = asking(
      `${PERMIT} @id("x") forbid (principal in Sallyport::Group::"staff", action, resource);`,
      {
        groups: ['staff'],
      },
    );
    fc.assert(
      fc.property(fc.integer(), fc.string(), (cents, to) => sees() || !decide({ cents, to }).allowed),
      { numRuns: 20 },
    );
  });
});

test('a tool or an argument that the policies’ schema does not know is denied (C1)', () => {
  const { decide } = asking(PERMIT);
  expect(decide({}, { ...pay, name: 'new_tool' })).toMatchObject({ allowed: false, failed: true });
  const { inputSchema } = pay;
  const properties = { ...Object(inputSchema.properties), more: { type: 'string' } };
  expect(decide({ more: 'x' }, { ...pay, inputSchema: { ...inputSchema, properties } })).toMatchObject({
    allowed: false,
    failed: true,
  });
});

test('engines of one process do not share policies', () => {
  const open = asking(PERMIT);
  const shut = asking('@id("x") forbid (principal, action, resource);');
  expect([open.decide({}).allowed, shut.decide({}).allowed, open.decide({}).allowed]).toEqual([true, false, true]);
});

test('policies that cannot be parsed stop the gateway (C1)', () => {
  expect(() => policyEngine(loadCedar(), { schema: {}, policies: { a: 'permit (' } })).toThrow(/cannot be parsed/);
  expect(() => policyEngine(loadCedar(), { schema: { A: 7 }, policies: {} })).toThrow(/cannot be parsed/);
});
