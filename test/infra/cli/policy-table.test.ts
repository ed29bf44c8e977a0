import { expect, test } from 'vitest';
import { CommandError } from '../../../infra/cli/exit-code.ts';
import { decideRow, PolicyRow, readPolicyTable } from '../../../infra/cli/policy-table.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { saveDocument } from '../../../shared/tools/save-document.ts';
import { policiesOf } from '../../functions/policy/policies-of.ts';

const TOOLS = [describeTool(saveDocument)];
const engine = policiesOf(
  `@id("all") permit (principal, action, resource);
   @id("short") forbid (principal, action == Sallyport::Action::"save_document", resource) when { context.input.name == "a" };
   @id("staff") forbid (principal in Sallyport::Group::"staff", action, resource);`,
  TOOLS,
)();

const INPUT = { name: 'b', text: 'x' };
const decide = (row: object) =>
  decideRow(
    PolicyRow.parse({ caller: {}, tool: 'save_document', arguments: INPUT, expect: 'allow', ...row }),
    engine,
    TOOLS,
  );

test.each([
  ['allow', {}, 'all'],
  ['deny', { arguments: { ...INPUT, name: 'a' } }, 'short'],
  ['hidden', { caller: { groups: ['staff'] } }, 'staff'],
])('a row comes out as %s and says by which policy (C2)', (expect_, row, because) => {
  expect(decide({ ...row, expect: expect_ })).toMatchObject({ ok: true, verdict: expect_, because });
  for (const other of ['allow', 'deny', 'hidden'].filter((verdict) => verdict !== expect_)) {
    expect(decide({ ...row, expect: other })).toMatchObject({ ok: false, verdict: expect_ });
  }
});

test.each([
  ['an unknown tool', { tool: 'save' }, /no tool save/],
  ['arguments the contract refuses', { arguments: { name: '../x', text: '' } }, /name/],
  ['an argument the contract lacks', { arguments: { ...INPUT, more: 1 } }, /more/],
])('a row with %s is wrong whatever it expects', (_, row, words) => {
  for (const verdict of ['allow', 'deny', 'hidden']) {
    const result = decide({ ...row, expect: verdict });
    expect(result).toMatchObject({ ok: false, verdict: 'unfit' });
    expect(result.because).toMatch(words);
  }
});

test.each([
  ['no JSON', '{', /table\.jsonl:2 .*not JSON/],
  ['a misspelt field', '{"caller": {"group": []}, "tool": "t", "expect": "allow"}', /table\.jsonl:2 .*group/],
  ['no expectation', '{"caller": {}, "tool": "t"}', /table\.jsonl:2 .*expect/],
])('a table with %s in it is not run, and the line is named', (_, line, words) => {
  expect(() => readPolicyTable('table.jsonl', `\n${line}\n`)).toThrow(CommandError);
  expect(() => readPolicyTable('table.jsonl', `\n${line}\n`)).toThrow(words);
});
