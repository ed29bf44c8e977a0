import { type Command, InvalidArgumentError } from 'commander';
import { assemblyIsStale } from './assembly-staleness.ts';
import { readCdkSettings } from './cdk-settings.ts';
import { CommandError } from './exit-code.ts';
import { runLocalMode } from './run-local-mode.ts';
import { synthesize } from './synthesize.ts';

interface DevOptions {
  readonly port: number;
  readonly json?: true;
  readonly app?: string;
}

/** Where the CDK CLI puts the assembly of `cdk.json`'s app. */
const ASSEMBLY = 'cdk.out';

/** Where the assembly of another app goes, so that it is never taken for that of `cdk.json`. */
const OTHER_ASSEMBLY = '.sallyport/cdk.out';

/** Adds `sallyport dev`: runs the synthesised template on this machine. */
export function addDevCommand(program: Command): void {
  program
    .command('dev')
    .description('run the synthesised template on this machine, without AWS and without Docker')
    .option('--port <number>', 'port of the MCP endpoint, 0 for any free one', readPort, 3000)
    .option('--json', 'print events as JSON lines')
    .option('--app <command>', 'synthesise this app instead of the one in cdk.json')
    .action(dev);
}

async function dev({ port, json, app }: DevOptions): Promise<void> {
  const assembly = app === undefined ? ASSEMBLY : OTHER_ASSEMBLY;
  await bringUpToDate(process.cwd(), assembly, json === true, app);
  const exitCode = await runLocalMode(['--port', String(port), '--assembly', assembly, ...(json ? ['--json'] : [])]);
  if (exitCode !== 0) throw new CommandError(exitCode, '');
}

async function bringUpToDate(folder: string, assembly: string, json: boolean, other?: string): Promise<void> {
  const settings = await readCdkSettings(folder);
  if (other === undefined && !(await assemblyIsStale(folder, assembly))) return;
  const app = other ?? settings.app;
  report(json, { event: 'synth-started', app }, `Synthesising with "${app}" …`);
  const start = performance.now();
  const onWords = (words: string) => process.stderr.write(words);
  await synthesize({ folder, app, context: settings.context, assembly, onWords });
  const seconds = Number(((performance.now() - start) / 1000).toFixed(1));
  report(json, { event: 'synth-finished', assembly, seconds }, `Synthesised in ${seconds} s.`);
}

/** With `--json` the synth is told on standard error: the first line of standard output is the `ready` event. */
function report(json: boolean, event: object, sentence: string): void {
  if (json) console.error(JSON.stringify(event));
  else console.log(sentence);
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
