import type { Command } from 'commander';
import * as z from 'zod';
import { CommandError, ExitCode } from './exit-code.ts';
import { runningDev } from './running-dev.ts';
import { splitScopes } from './scope-names.ts';

interface CallOptions {
  readonly user: string;
  readonly json?: true;
}

/** Adds `sallyport call`: calls one tool of the running local mode as a person would. */
export function addCallCommand(program: Command): void {
  program
    .command('call')
    .description('call a tool of the running local mode with the official MCP client')
    .argument('<tool>', 'name of the tool, for example list_orders')
    .argument('[arguments]', 'JSON object', '{}')
    .requiredOption('--user <name>', 'who calls, for example alice')
    .option('--json', 'print the answer as one line of JSON')
    .action(callAndPrint);
}

async function callAndPrint(tool: string, text: string, { user, json }: CallOptions): Promise<void> {
  const input = readArguments(text);
  const state = await runningDev(process.cwd());
  const [{ accessTokenFor }, { callTool }] = await Promise.all([import('./access-token.ts'), import('./call-tool.ts')]);
  const { isError, output } = await callTool({ endpoint: state.endpoint, tool, input }, (missing) =>
    accessTokenFor(state, { user, missingScopes: splitScopes(missing) }),
  );
  const words = json ? JSON.stringify({ isError, output }) : readable(output);
  if (isError) throw new CommandError(ExitCode.refused, words);
  console.log(words);
}

/**
 * Reads a tool's arguments from the command line.
 *
 * @throws CommandError when they are not a JSON object.
 */
export function readArguments(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    const sentence = `Arguments are one JSON object in quotes, for example '{"limit": 5}', got: ${text}`;
    throw new CommandError(ExitCode.usage, sentence, { cause: error });
  }
}

function readable(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output, undefined, 2);
}
