import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CEDAR_PACKAGE, POLICY_PACKAGE, type PolicyFile } from '../../shared/policy-file.ts';
import { cedarFile } from './load-cedar.ts';

/**
 * The policies of one gateway and Cedar itself, as packages that its functions find.
 *
 * A layer for the same reason as the contracts' one, and so that a gateway without policies carries no WebAssembly.
 */
export class PolicyLayer extends Construct {
  readonly layer: lambda.LayerVersion;

  constructor(scope: Construct, id: string, file: PolicyFile) {
    super(scope, id);
    const folder = writePackages(file);
    this.layer = new lambda.LayerVersion(this, 'Resource', {
      code: lambda.Code.fromAsset(folder),
      description: 'Policies and the engine that evaluates them',
      compatibleRuntimes: [lambda.Runtime.NODEJS_24_X],
    });
    rmSync(folder, { recursive: true });
  }
}

/** Writes the packages where Lambda puts them on NODE_PATH; CDK copies them into the assembly. */
function writePackages(file: PolicyFile): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-policies-'));
  const modules = join(folder, 'nodejs', 'node_modules');
  const home = join(modules, POLICY_PACKAGE);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: POLICY_PACKAGE, main: 'index.json' }));
  writeFileSync(join(home, 'index.json'), JSON.stringify(file));
  copyCedar(join(modules, CEDAR_PACKAGE));
  return folder;
}

/** Only what Node loads: the package also holds builds for browsers, of the same size each. */
function copyCedar(target: string): void {
  const source = dirname(cedarFile());
  mkdirSync(target, { recursive: true });
  for (const name of ['package.json', 'cedar_wasm.js', 'cedar_wasm_bg.wasm'])
    cpSync(join(source, name), join(target, name));
}
