import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CONTRACT_PACKAGE, ContractFile } from '../../shared/contract-document.ts';

/**
 * The contracts of one gateway as a package that its functions find.
 *
 * A layer and not a part of the bundle: tools are added after the functions are made.
 */
export class ContractLayer extends Construct {
  readonly layer: lambda.LayerVersion;

  constructor(scope: Construct, id: string, contracts: ContractFile) {
    super(scope, id);
    const folder = writePackage(contracts);
    this.layer = new lambda.LayerVersion(this, 'Resource', {
      code: lambda.Code.fromAsset(folder),
      description: 'Contracts of all tools',
      compatibleRuntimes: [lambda.Runtime.NODEJS_24_X],
    });
    rmSync(folder, { recursive: true });
  }
}

/** Writes the package where Lambda puts it on NODE_PATH; CDK copies it into the assembly. */
function writePackage(contracts: ContractFile): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-contracts-'));
  const home = join(folder, 'nodejs', 'node_modules', CONTRACT_PACKAGE);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: CONTRACT_PACKAGE, main: 'index.json' }));
  writeFileSync(join(home, 'index.json'), JSON.stringify(ContractFile.parse(contracts)));
  return folder;
}
