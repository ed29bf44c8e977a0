import { Argument, type Command } from 'commander';
import { giveOrder, type OrderOptions } from './give-order.ts';
import { addOrderOptions } from './order-options.ts';
import { tokenId } from './token-id.ts';

type Revocable = 'user' | 'client' | 'token';

/** Adds `sallyport revoke`: ends what was signed in until now. Who signs in again is let in again. */
export function addRevokeCommand(program: Command): void {
  const command = program
    .command('revoke')
    .description('end every sign-in of a person or client until now, or one token; signing in again is possible')
    .addArgument(new Argument('<kind>', 'what the name names').choices(['user', 'client', 'token']))
    .argument('<name>', 'sign-in name or subject; client id or metadata URL; token id, or - to pipe a token in');
  addOrderOptions(command).action(revoke);
}

async function revoke(kind: Revocable, given: string, options: OrderOptions): Promise<void> {
  const name = kind === 'token' ? await tokenId(given, process.stdin) : given;
  await giveOrder({ action: 'revoke', target: { kind, name } }, options);
}
