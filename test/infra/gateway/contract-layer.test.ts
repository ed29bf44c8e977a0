import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { ContractLayer } from '../../../infra/gateway/contract-layer.ts';
import { CONTRACT_PACKAGE, ContractFile, describeTool } from '../../../shared/contract-document.ts';
import { ENTRY, exampleContract, exampleGateway } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const FILE: ContractFile = {
  baselineScopes: ['look'],
  listing: 'permitted',
  policies: false,
  tools: [describeTool(exampleContract('look'))],
};

/** Synthesises a layer and answers the folder that becomes it. */
function layerFolder(): string {
  const app = new App({ context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new Stack(app, 'Example');
  new ContractLayer(stack, 'Contracts', FILE);
  const assembly = app.synth();
  const [layer] = Object.values(plainTemplate(stack).Resources).filter(
    ({ Type }) => Type === 'AWS::Lambda::LayerVersion',
  );
  return join(assembly.directory, String(layer?.Metadata['aws:asset:path']));
}

test('a function finds the contracts as a package on NODE_PATH', () => {
  const modules = join(layerFolder(), 'nodejs', 'node_modules');
  const found: unknown = createRequire(join(modules, 'any.js'))(CONTRACT_PACKAGE);
  expect(ContractFile.parse(found)).toEqual(FILE);
});

test('the same contracts give the same bytes (A9)', () => {
  const bytes = () =>
    readFileSync(join(layerFolder(), 'nodejs', 'node_modules', CONTRACT_PACKAGE, 'index.json'), 'utf8');
  expect(bytes()).toBe(bytes());
});

test('authorizer, gateway, operator and sign-in get the contracts, and no tool does', () => {
  const { stack, gateway } = exampleGateway();
  for (const name of ['look', 'find']) gateway.addTool(name, { contract: exampleContract(name), entry: ENTRY });

  const template = plainTemplate(stack);

  const [[layer] = []] = ofType(template, 'AWS::Lambda::LayerVersion');
  const withLayer = ofType(template, 'AWS::Lambda::Function').filter(([, { Layers }]) => Layers !== undefined);
  expect(withLayer.map(([id, { Layers }]) => [id.replace(/\w{8}$/, ''), Layers])).toEqual([
    ['GatewayOperatorFunction', [`<${layer}>`]],
    ['GatewayAuthorizer', [`<${layer}>`]],
    ['GatewayFunction', [`<${layer}>`]],
    ['GatewaySignIn', [`<${layer}>`]],
  ]);
});
