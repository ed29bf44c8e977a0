import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { policyOfAssembly } from '../../../infra/cli/policy-of-assembly.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { getOrder } from '../../../shared/tools/get-order.ts';

let assembly: string;
beforeEach(() => {
  assembly = mkdtempSync(join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(assembly, { recursive: true }));

const CONTRACTS = {
  baselineScopes: ['orders.read'],
  listing: 'permitted',
  policies: true,
  tools: [describeTool(getOrder)],
};
const POLICIES = { schema: {}, policies: { all: 'permit (principal, action, resource);' } };

/** An assembly whose template names these layers; folders of layers it does not name lie beside them. */
function write(layers: readonly (readonly [string, unknown])[]): void {
  const template = (folders: readonly string[]) => ({
    Resources: Object.fromEntries(
      folders.map((path) => [path, { Type: 'AWS::Lambda::LayerVersion', Metadata: { 'aws:asset:path': path } }]),
    ),
  });
  const artifacts = { Desk: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Desk.template.json' } } };
  const folders = layers.map(([name, content], index) => {
    const home = join(assembly, `layer-${index}`, 'nodejs', 'node_modules', name);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'index.json'), JSON.stringify(content));
    return `layer-${index}`;
  });
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ artifacts }));
  writeFileSync(join(assembly, 'Desk.template.json'), JSON.stringify(template(folders)));
}

test('policies and contracts are those the template’s layers hold', () => {
  write([
    ['sallyport-contracts', CONTRACTS],
    ['sallyport-policies', POLICIES],
  ]);
  const left = join(assembly, 'asset.left', 'nodejs', 'node_modules', 'sallyport-policies');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'index.json'), '{"left": "from an earlier synth"}');
  expect(policyOfAssembly(assembly)).toEqual({ policies: POLICIES, contracts: CONTRACTS });
});

test.each([
  ['no gateway has policies', [['sallyport-contracts', { ...CONTRACTS, policies: false }]]],
  [
    'two have',
    [
      ['sallyport-contracts', CONTRACTS],
      ['sallyport-policies', POLICIES],
      ['sallyport-contracts', CONTRACTS],
      ['sallyport-policies', POLICIES],
    ],
  ],
] as const)('where %s, it says so', (_, layers) => {
  write(layers);
  expect(() => policyOfAssembly(assembly)).toThrow(/One gateway with policies is tested at a time/);
});
