import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compilePolicies } from '../../../infra/policy/compile-policies.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { listOrders } from '../../../shared/tools/list-orders.ts';
import { saveDocument } from '../../../shared/tools/save-document.ts';

const TOOLS = [describeTool(listOrders), describeTool(saveDocument)];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function compile(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return compilePolicies(folder, TOOLS);
}

function problems(text: string): string {
  const compiled = compile({ 'desk.cedar': text });
  return compiled.ok ? '' : compiled.problems.join('\n');
}

const GOOD = '@id("good") permit (principal, action, resource);\n';

test('every .cedar file counts, and no other', () => {
  const compiled = compile({
    'b.cedar': '@id("b") forbid (principal, action, resource);',
    'a.cedar': '@id("a1") permit (principal, action, resource);\n@id("a2") forbid (principal, action, resource);',
    'a.test.jsonl': '{}',
    'readme.md': 'permit',
  });
  expect(compiled.ok && Object.keys(compiled.file.policies)).toEqual(['a1', 'a2', 'b']);
});

test.each([
  ['a misspelt argument', 'context.input.nme == "x"', /attribute `input.nme`.*not found.*did you mean `name`/],
  ['an argument of another tool', 'context.input.limit == 3', /attribute `input.limit`/],
  ['a wrong type', 'context.input.name == 3', /./],
  ['a misspelt attribute of the caller', 'principal.knid == "person"', /did you mean `kind`/],
  ['a sign-in name, which people may choose', 'principal.username == "alice"', /attribute `username`/],
])('%s fails the synth, with file and line (C1)', (_, condition, words) => {
  const found = problems(
    `${GOOD}\n@id("bad") permit (principal, action == Sallyport::Action::"save_document", resource) when { ${condition} };`,
  );
  expect(found).toMatch(words);
  expect(found).toMatch(/desk\.cedar:3: /);
});

test.each([
  [
    'an unknown tool',
    '@id("x") permit (principal, action == Sallyport::Action::"save_docment", resource);',
    /did you mean/,
  ],
  ['an unknown type', '@id("x") permit (principal in Sallyport::Grup::"a", action, resource);', /Grup/],
  ['no Cedar', 'permit everything', /desk\.cedar:1: /],
  ['no id', 'permit (principal, action, resource);', /desk\.cedar:1: each policy says its id/],
  ['an id that is none', '@id("Some words") permit (principal, action, resource);', /each policy says its id/],
  ['the id of another policy', GOOD + GOOD, /its own, got @id\("good"\) twice/],
  ['a template', '@id("x") permit (principal == ?principal, action, resource);', /templates/],
  ['a policy that can never apply', '@id("x") permit (principal, action, resource) when { false };', /./],
  [
    'letters that look like others',
    '@id("x") permit (principal in Sallyport::Group::"ѕupport-team", action, resource);',
    /./,
  ],
  ['nothing', '// nothing\n', /holds no policy/],
])('%s fails the synth (C1)', (_, text, words) => {
  expect(problems(text)).toMatch(words);
});

test('a folder that is not there fails the synth (C1)', () => {
  const compiled = compilePolicies(join(folder, 'nowhere'), TOOLS);
  expect(compiled.ok ? [] : compiled.problems).toEqual([expect.stringMatching(/nowhere: .*there is none/)]);
});
