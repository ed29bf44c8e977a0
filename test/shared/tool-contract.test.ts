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
    expect(defineTool(good)).toMatchObject({
      scope: 'get_thing',
      openWorld: false,
      network: 'aws',
      callers: 'people',
    });
    expect(
      defineTool({ ...good, scope: 'things.read', openWorld: true, network: ['things.example.com'] }),
    ).toMatchObject({
      scope: 'things.read',
      openWorld: true,
    });
  });

  test.each([
    [[]],
    [['https://things.example.com']],
    [['things.example.com:8443']],
    [['*.example.com']],
    [['Things.example.com']],
    [['things']],
    [['192.0.2.1']],
    [['things.example.com/path']],
    [['things.example.com.']],
    ['all'],
  ])('fails for the network %j: hosts are whole names (H4, E7)', (network) => {
    expect(() => defineTool({ ...good, network: network as never })).toThrow("get_thing: network is 'none', 'aws'");
  });

  test.each(['none', 'aws'] as const)(
    'of the open world fails with the network %j: it names its hosts (E7)',
    (network) => {
      expect(() => defineTool({ ...good, openWorld: true, network })).toThrow('names the hosts it talks to');
    },
  );

  test.each([
    z.strictObject({ password: z.string().max(9) }),
    z.strictObject({ apiKey: z.string().max(9) }),
    z.strictObject({ API_KEY: z.string().max(9) }),
    z.strictObject({ login: z.strictObject({ 'access-token': z.string().max(9) }) }),
    z.strictObject({ list: z.array(z.strictObject({ clientSecret: z.string().max(9) })).max(2) }),
    z.strictObject({ either: z.union([z.int().min(0).max(9), z.strictObject({ passphrase: z.string().max(9) })]) }),
  ])('that takes a secret as an argument fails, however deep: arguments pass the model (F12)', (input) => {
    expect(() => defineTool({ ...good, input })).toThrow(/named like a secret.*addSecret/);
  });

  test.each(['secretary', 'keyword', 'passport', 'tokenCount', 'pageToken', 'accessLevel', 'orderId'])(
    'may take the field %s, which is no secret',
    (field) => {
      expect(() => defineTool({ ...good, input: z.strictObject({ [field]: z.string().max(9) }) })).not.toThrow();
    },
  );

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
