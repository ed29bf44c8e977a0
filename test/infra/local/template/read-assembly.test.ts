import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAssembly, UnusableAssembly } from '../../../../infra/local/template/read-assembly.ts';
import { resolveTemplate } from '../../../../infra/local/template/resolve-template.ts';
import { ADDRESSES } from './assembly-of.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readAssembly', () => {
  test('reads what the CDK synthesised, with asset folders and construct paths', () => {
    const code = mkdtempSync(join(folder, 'code-'));
    writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => ({});');
    const outdir = join(folder, 'cdk.out');
    const app = new App({ outdir });
    const stack = new Stack(app, 'Desk', { env: { account: '111122223333', region: 'eu-central-1' } });
    new lambda.Function(stack, 'Orders', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(code),
    });
    app.synth();

    const deployed = resolveTemplate(readAssembly(outdir), ADDRESSES);
    const [orders] = deployed.ofType('AWS::Lambda::Function');
    if (!orders) throw new Error('a function expected');
    expect(deployed).toMatchObject({ name: 'Desk', account: '111122223333', region: 'eu-central-1' });
    expect(orders.path).toBe('Desk/Orders');
    expect(deployed.assetFolder(orders).startsWith(join(outdir, 'asset.'))).toBe(true);
    expect(orders.properties.Role).toMatch(/^arn:aws:iam::111122223333:role\/Desk-OrdersServiceRole/);
  });

  test('says what to do when there is no cdk.out', () => {
    expect(() => readAssembly(join(folder, 'absent'))).toThrow(/run "npm run synth" first/);
  });

  test('refuses an assembly of two stacks and names both', () => {
    const app = new App({ outdir: join(folder, 'cdk.out') });
    new Stack(app, 'One');
    new Stack(app, 'Two');
    app.synth();
    expect(() => readAssembly(join(folder, 'cdk.out'))).toThrow(/more than one stack \(One, Two\)/);
  });

  test('refuses a damaged manifest', () => {
    writeFileSync(join(folder, 'manifest.json'), '{');
    expect(() => readAssembly(folder)).toThrow(UnusableAssembly);
    writeFileSync(join(folder, 'manifest.json'), '{"artifacts":{}}');
    expect(() => readAssembly(folder)).toThrow(/holds no stack/);
  });

  test('refuses a template with a section it does not know', () => {
    const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { Desk: stack } }));
    writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources: {}, Transform: 'AWS::Include' }));
    expect(() => readAssembly(folder)).toThrow(/t\.json.*Transform/);
  });
});
