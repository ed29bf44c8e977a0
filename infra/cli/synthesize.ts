import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { CommandError, ExitCode } from './exit-code.ts';

/** What is synthesised, and where to. */
export interface SynthesisInput {
  readonly folder: string;
  /** Command line of the app, as in `cdk.json`. */
  readonly app: string;
  readonly context: { readonly [key: string]: unknown };
  /** Folder of the assembly, relative to `folder`. */
  readonly assembly: string;
  /** Told what the app writes to standard error, as it writes it: progress, warnings, and why it failed. */
  readonly onWords: (words: string) => void;
}

/** Context the CDK CLI adds to that of `cdk.json`: where a resource stands in the app, and the folder of its asset. */
const CLI_CONTEXT = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:bundling-stacks': ['**'],
};

/**
 * Runs the CDK app as the CDK CLI does, without the CLI.
 *
 * @throws CommandError when the app fails, after its own words.
 */
export async function synthesize({ folder, app, context, assembly, onWords }: SynthesisInput): Promise<void> {
  await mkdir(join(folder, assembly), { recursive: true });
  const child = spawn(app, {
    cwd: folder,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      // The app's `node` is the one that runs this command.
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      CDK_OUTDIR: assembly,
      // CDK's own check of the template against CloudFormation takes longer than the synth; `cdk synth` still runs it.
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ ...CLI_CONTEXT, ...context }),
    },
  });
  child.stderr.setEncoding('utf8').on('data', onWords);
  const [code] = await once(child, 'close');
  if (code === 0) return;
  throw new CommandError(
    ExitCode.refused,
    `The app did not synthesise: ${app}. What it said stands above; mend it and try again.`,
  );
}
