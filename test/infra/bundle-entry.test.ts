import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { IsolatedFunction } from '../../infra/isolated-function.ts';
import { CONTRACT_PACKAGE } from '../../shared/contract-document.ts';
import { plainTemplate } from './plain-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-bundle-'));

beforeAll(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Bundles entries with these texts and answers what each function would run, in order. */
function bundles(...texts: string[]): string[] {
  return folders(...texts).map((asset) => readFileSync(join(asset, 'index.mjs'), 'utf8'));
}

/** Bundles entries with these texts and answers the folder of each function. */
function folders(...texts: string[]): string[] {
  const app = new App({ builtinCloudFormationValidation: false, context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new Stack(app, 'Example');
  texts.forEach((text, index) => {
    const entry = join(folder, `entry-${index}.ts`);
    writeFileSync(entry, text);
    const description = `Function ${index}`;
    new IsolatedFunction(stack, `F${index}`, { entry, description, timeout: Duration.seconds(3), memorySize: 128 });
  });
  const assembly = app.synth();
  return Object.values(plainTemplate(stack).Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Metadata }) => join(assembly.directory, String(Metadata['aws:asset:path'])));
}

test('each function runs its own entry, although CDK bundles once for equal options (D1)', () => {
  const [first, second] = bundles("export const handler = () => 'one';", "export const handler = () => 'two';");
  expect(first).toContain('one');
  expect(first).not.toContain('two');
  expect(second).toContain('two');
});

test('a bundle with a secret in it fails the synth and says which kind it is, not its value (H1)', () => {
  const secret = `sk_live_${'x9'.repeat(12)}`;
  const bundling = () => bundles(`export const handler = () => '${secret}';`);
  expect(bundling).toThrow('the bundle holds what looks like an API key; keep it in a secret');
  expect(bundling).not.toThrow(secret);
});

test('contracts are not bundled in: they come with the layer', () => {
  const [bundle] = bundles(`import contracts from '${CONTRACT_PACKAGE}'; export const handler = () => contracts;`);
  expect(bundle).toMatch(new RegExp(`from\\s*"${CONTRACT_PACKAGE}"`));
});

test('an entry that cannot be bundled fails the synth, and Docker is never asked', () => {
  expect(() => bundles("import { gone } from './not-there.ts'; export const handler = gone;")).toThrow(
    './not-there.ts',
  );
});

test('what is imported only when it is needed is a file of its own, which the start does not load', () => {
  writeFileSync(join(folder, 'later.ts'), "export const later = () => 'only-later';");
  const [asset = ''] = folders("export const handler = async () => (await import('./later.ts')).later();");
  expect(readFileSync(join(asset, 'index.mjs'), 'utf8')).not.toContain('only-later');
  expect(readdirSync(asset)).toEqual(['index.mjs', expect.stringMatching(/^later-\w+\.mjs$/)]);
});

test('named exports of a CommonJS package are there even when it is imported later', async () => {
  writeFileSync(join(folder, 'old.cjs'), "exports.named = () => 'found';");
  const [asset = ''] = folders("export const handler = async () => (await import('./old.cjs')).named();");
  expect(readdirSync(asset)).toEqual(['index.mjs']);
  const { handler } = await import(join(asset, 'index.mjs'));
  expect(await handler()).toBe('found');
});

test('a tool without secrets does not load what reads them (H1)', () => {
  const [asset = ''] = folders(readToolEntry());
  const index = readFileSync(join(asset, 'index.mjs'), 'utf8');
  expect(index).not.toContain('GetSecretValue');
  expect(readdirSync(asset)).toContainEqual(expect.stringMatching(/^read-secret-\w+\.mjs$/));
});

function readToolEntry(): string {
  const runtime = fileURLToPath(new URL('../../functions/runtime/index.ts', import.meta.url));
  return `import { toolHandler } from '${runtime}'; export const handler = toolHandler;`;
}
