import type { Command } from 'commander';
import { runningDev } from './running-dev.ts';
import { splitScopes } from './scope-names.ts';

interface TokenOptions {
  readonly user: string;
  readonly client?: string;
  readonly scope?: string;
  readonly json?: true;
}

/** Adds `sallyport token`: signs in at the running local mode and prints the access token. */
export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('sign in at the running local mode and print the access token')
    .requiredOption('--user <name>', 'who signs in, for example alice')
    .option('--client <id>', 'OAuth client that signs in')
    .option(
      '--scope <names>',
      'scopes with or without prefix, separated by spaces (default: what the endpoint asks for)',
    )
    .option('--json', 'print {"access_token": …}')
    .action(printToken);
}

async function printToken({ user, client, scope, json }: TokenOptions): Promise<void> {
  const state = await runningDev(process.cwd());
  const { accessTokenFor } = await import('./access-token.ts');
  const token = await accessTokenFor(state, {
    user,
    ...(client !== undefined && { client }),
    ...(scope !== undefined && { scopes: splitScopes(scope) }),
  });
  console.log(json ? JSON.stringify({ access_token: token }) : token);
}
