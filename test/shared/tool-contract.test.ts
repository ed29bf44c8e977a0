import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineTool } from '../../shared/tool-contract.ts';

const good = {
  name: 'get_thing',
  title: 'Get a thing',
  description: 'Gets one thing.',
  effect: 'read',
  input: z.strictObject({ id: z.string().max(10) }),
  output: z.strictObject({ size: z.int().min(0).max(9) }),
} as const;

describe('a contract', () => {
  test('takes its own name as the scope, and stays inside the account, unless it says otherwise', () => {
    expect(defineTool(good)).toMatchObject({ scope: 'get_thing', openWorld: false, callers: 'people' });
    expect(defineTool({ ...good, scope: 'things.read', openWorld: true })).toMatchObject({
      scope: 'things.read',
      openWorld: true,
    });
  });

  test.each(['GetThing', 'get-thing', '9lives', '', 'a'.repeat(41), 'get_thing*'])('fails for the name %j', (name) => {
    expect(() => defineTool({ ...good, name })).toThrow('tool names are snake_case');
  });

  test.each(['*', 'things.*', 'Things', 'a b', ''])('fails for the wildcard or malformed scope %j (C6)', (scope) => {
    expect(() => defineTool({ ...good, scope })).toThrow('get_thing: a scope is lower case');
  });

  test.each([
    ['an open object', z.object({ id: z.string().max(3) }), 'input must be closed'],
    ['an unbounded string', z.strictObject({ id: z.string() }), 'input.id must bound its length'],
    ['an unbounded array', z.strictObject({ ids: z.array(z.boolean()) }), 'input.ids must bound its items'],
    ['a number without a lowest value', z.strictObject({ n: z.number().max(3) }), 'input.n must have a lowest'],
    ['anything at all', z.strictObject({ any: z.unknown() }), 'input.any must name one type'],
    [
      'an open object deep inside',
      z.strictObject({ list: z.array(z.object({ a: z.boolean() })).max(2) }),
      'input.list[] must be closed',
    ],
    [
      'an unbounded branch of a union',
      z.strictObject({ either: z.union([z.boolean(), z.string()]) }),
      'input.either must bound its length',
    ],
  ])('fails for %s in its input (F1)', (_, input, message) => {
    expect(() => defineTool({ ...good, input })).toThrow(`get_thing: ${message}`);
  });

  test('fails for an output that is not bounded (F1)', () => {
    expect(() => defineTool({ ...good, output: z.strictObject({ text: z.string() }) })).toThrow(
      'output.text must bound',
    );
  });

  test.each([{ title: ' ' }, { title: 'x'.repeat(81) }, { description: '' }, { description: 'x'.repeat(1001) }])(
    'fails for a missing or overlong text',
    (text) => {
      expect(() => defineTool({ ...good, ...text })).toThrow(/a (title|description) has 1 to/);
    },
  );
});
