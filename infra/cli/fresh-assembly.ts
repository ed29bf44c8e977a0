import { join } from 'node:path';
import { assemblyIsStale } from './assembly-staleness.ts';
import { readCdkSettings } from './cdk-settings.ts';
import { synthesize } from './synthesize.ts';

/** Where the CDK CLI puts the assembly of `cdk.json`'s app. */
const ASSEMBLY = 'cdk.out';

/**
 * Answers the folder of an assembly that is as new as what it is made from, synthesised first when it is not.
 *
 * @throws CommandError when there is no `cdk.json` here, or the app does not synthesise.
 */
export async function freshAssembly(): Promise<string> {
  const folder = process.cwd();
  const { app, context } = await readCdkSettings(folder);
  if (await assemblyIsStale(folder, ASSEMBLY)) {
    console.error(`Synthesising with "${app}" …`);
    const onWords = (words: string) => process.stderr.write(words);
    await synthesize({ folder, app, context, assembly: ASSEMBLY, onWords });
  }
  return join(folder, ASSEMBLY);
}
