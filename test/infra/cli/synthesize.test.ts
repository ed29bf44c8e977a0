import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { synthesize } from '../../../infra/cli/synthesize.ts';

let folder: string;
beforeEach(async () => {
  words = '';
  folder = await mkdtemp(join(tmpdir(), 'synthesize-'));
});
afterEach(() => rm(folder, { recursive: true }));

let words: string;
const onWords = (more: string) => {
  words += more;
};
const run = (app: string) => synthesize({ folder, app, context: { mine: 1 }, assembly: 'cdk.out', onWords });

test('the app learns where to write and what the context is, and runs on this Node', async () => {
  await writeFile(
    join(folder, 'app.mjs'),
    `import { writeFileSync } from 'node:fs';
     const { CDK_OUTDIR, CDK_CONTEXT_JSON } = process.env;
     const context = JSON.parse(CDK_CONTEXT_JSON);
     console.error('a warning');
     writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({ context, node: process.version }));`,
  );
  await run('node app.mjs');
  expect(words).toBe('a warning\n');
  expect(JSON.parse(await readFile(join(folder, 'cdk.out/manifest.json'), 'utf8'))).toEqual({
    context: {
      mine: 1,
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:bundling-stacks': ['**'],
    },
    node: process.version,
  });
});

test('an app that fails stops the command with its own words', async () => {
  await writeFile(join(folder, 'app.mjs'), `throw new Error('tool names are unique');`);
  await expect(run('node app.mjs')).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/did not synthesise: node app\.mjs/),
  });
  expect(words).toMatch(/tool names are unique/);
});

test('an app that does not exist stops the command', async () => {
  await expect(run('no-such-command-here')).rejects.toMatchObject({ exitCode: 1 });
});
