import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { layerOn, loadPolicies } from '../../../functions/policy/load-policies.ts';
import { compilePolicies } from '../../../infra/policy/compile-policies.ts';
import { PolicyLayer } from '../../../infra/policy/policy-layer.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { ENTRY, exampleContract, exampleGateway } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'policies-'));
writeFileSync(join(folder, 'a.cedar'), '@id("all") permit (principal, action, resource);');
afterAll(() => rmSync(folder, { recursive: true }));

const look = describeTool(exampleContract('look'));

test('a gateway decides with nothing but the layer (C4)', () => {
  const compiled = compilePolicies(folder, [look]);
  if (!compiled.ok) throw new Error(compiled.problems.join());
  const app = new App({ context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new Stack(app, 'Example');
  new PolicyLayer(stack, 'Policies', compiled.file);
  const assembly = app.synth();
  const [layer] = Object.values(plainTemplate(stack).Resources);
  const path = layer?.Metadata['aws:asset:path'];
  const modules = join(assembly.directory, String(path), 'nodejs', 'node_modules');
  const policies = loadPolicies({ policies: true }, layerOn(createRequire(join(modules, 'any.js'))));
  const caller = { id: 'alice', kind: 'person' as const, clientId: 'cli', groups: [] };
  expect(policies?.().decide({ caller, tool: look }, {})).toMatchObject({ allowed: true });
});

function layersOf(policies?: string): ReadonlyMap<string, number> {
  const { stack, gateway } = exampleGateway(policies === undefined ? {} : { policies });
  gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY });
  const functions = ofType(plainTemplate(stack), 'AWS::Lambda::Function');
  return new Map(
    functions.map(([id, { Layers }]) => [id.replace(/\w{8}$/, ''), Array.isArray(Layers) ? Layers.length : 0]),
  );
}

test('both gates get the policies, nobody else does, and without policies there is no such layer (C3)', () => {
  const [without, withPolicies] = [layersOf(), layersOf(folder)];
  for (const [name, count] of without) {
    const gate = name === 'GatewayAuthorizer' || name === 'GatewayFunction';
    expect([name, withPolicies.get(name)]).toEqual([name, gate ? count + 1 : count]);
  }
});

test('a policy that does not fit the contracts fails the synth, in Cedar’s words and with the file (C1)', () => {
  writeFileSync(join(folder, 'b.cedar'), '@id("b") permit (principal, action == Sallyport::Action::"lok", resource);');
  try {
    expect(() => layersOf(folder)).toThrow(/b\.cedar:1: .*lok.*did you mean.*look/);
  } finally {
    rmSync(join(folder, 'b.cedar'));
  }
});

test('a contract that rewrites its arguments fails the synth where policies decide on them (C2)', () => {
  const rewriting = { ...exampleContract('find'), input: z.strictObject({ name: z.string().max(9).toLowerCase() }) };
  const synthesise = (policies?: string) => {
    const { stack, gateway } = exampleGateway(policies === undefined ? {} : { policies });
    gateway.addTool('Find', { contract: rewriting, entry: ENTRY });
    return plainTemplate(stack);
  };
  expect(() => synthesise()).not.toThrow();
  expect(() => synthesise(folder)).toThrow(/find: input\.name gives the tool another value/);
});
