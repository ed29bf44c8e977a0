import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBrokenRules, type SourceFile } from './architecture-rules.ts';

const ROOT = join(import.meta.dirname, '..');
const SOURCE = /\.(ts|js|cjs|mjs)$/;

function sources(): SourceFile[] {
  return ['shared', 'functions', 'infra'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path}`)
      .filter((path) => SOURCE.test(path))
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  );
}

test('no file of the project breaks a rule of the architecture', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(100);
  expect(findBrokenRules(files)).toEqual([]);
});

describe('the check notices', () => {
  const file = (path: string, ...imports: string[]): SourceFile => ({
    path,
    text: imports.map((target) => `import { x } from '${target}';`).join('\n'),
  });

  test.each([
    [file('shared/a.ts', 'lodash'), 'shared/a.ts imports lodash'],
    [file('shared/a.ts', 'node:fs'), 'shared/a.ts imports node:fs'],
    [file('shared/a.ts', '../infra/b.ts'), 'shared/a.ts reaches into infra/b.ts'],
    [file('functions/tools/a.ts', '@aws-sdk/client-sts'), 'functions/tools/a.ts imports @aws-sdk/client-sts'],
    [file('functions/tools/a.ts', '../gateway/b.ts'), 'functions/tools/a.ts reaches into functions/gateway/b.ts'],
    [file('functions/runtime/a.ts', '../audit/b.ts'), 'functions/runtime/a.ts reaches into functions/audit/b.ts'],
    [file('functions/authorizer/a.ts', '@aws-sdk/client-sts'), 'functions/authorizer/a.ts imports @aws-sdk/client-sts'],
    [file('functions/gateway/a.ts', 'aws-cdk-lib/aws-iam'), 'functions/gateway/a.ts imports aws-cdk-lib/aws-iam'],
    [file('infra/a.ts', '@aws-sdk/client-s3'), 'infra/a.ts imports @aws-sdk/client-s3'],
    [file('infra/a.ts', './local/b.ts'), 'infra/a.ts reaches into infra/local/b.ts'],
    [file('infra/gateway/a.ts', '../cli/b.ts'), 'infra/gateway/a.ts reaches into infra/cli/b.ts'],
    [file('infra/cli/a.ts', '../local/b.ts'), 'infra/cli/a.ts reaches into infra/local/b.ts'],
    [file('infra/local/a.ts', '../../functions/gateway/b.ts'), 'infra/local/a.ts reaches into functions/gateway/b.ts'],
    [file('infra/tool/a.ts', '../gateway/b.ts'), 'infra/tool/a.ts reaches into infra/gateway/b.ts'],
    [file('functions/new/a.ts'), 'functions/new/a.ts is in a folder without a rule'],
  ])('a forbidden import: $1', (planted, sentence) => {
    expect(findBrokenRules([planted])).toEqual([sentence]);
  });

  test.each([
    "import type { X } from '../infra/b.ts';",
    "export { x } from '../infra/b.ts';",
    "export type { X } from '../infra/b.ts';",
    "const x = await import('../infra/b.ts');",
    "import '../infra/b.ts';",
    'import {\n  x,\n} from "../infra/b.ts";',
  ])('every form of import: %j', (text) => {
    expect(findBrokenRules([{ path: 'shared/a.ts', text }])).toEqual(['shared/a.ts reaches into infra/b.ts']);
  });

  test('a cycle', () => {
    const cycle = [file('infra/a.ts', './b.ts'), file('infra/b.ts', './c.ts'), file('infra/c.ts', './a.ts')];
    expect(findBrokenRules(cycle)).toEqual(['infra/a.ts → infra/b.ts → infra/c.ts → infra/a.ts is a cycle']);
  });

  test('a file of more than 250 lines', () => {
    expect(findBrokenRules([{ path: 'infra/a.ts', text: 'x;\n'.repeat(250) }])).toEqual([]);
    expect(findBrokenRules([{ path: 'infra/a.ts', text: 'x;\n'.repeat(251) }])).toEqual([
      'infra/a.ts has 251 lines, more than 250',
    ]);
  });

  test.each(['export default 1;', 'const x = 1;\nexport { x as default };'])('a default export: %j', (text) => {
    expect(findBrokenRules([{ path: 'infra/a.ts', text }])).toEqual(['infra/a.ts has a default export']);
  });

  test('a file name that says nothing', () => {
    expect(findBrokenRules([file('infra/utils.ts')])).toEqual(['infra/utils.ts has a name that says nothing']);
  });
});
