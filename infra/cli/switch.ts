import { Argument, type Command } from 'commander';
import { CommandError, ExitCode } from './exit-code.ts';
import { giveOrder, type OrderOptions } from './give-order.ts';
import { addOrderOptions } from './order-options.ts';

type Switchable = 'tool' | 'user' | 'client' | 'all';

/** Adds `sallyport disable`: refuses everything of a tool, person or client, or of everybody, until it is enabled again. */
export function addDisableCommand(program: Command): void {
  addSwitch(program, 'disable', 'switch off a tool, a person, a client or everything, at once and without deployment');
}

/** Adds `sallyport enable`: takes the switch away again. What was revoked stays revoked. */
export function addEnableCommand(program: Command): void {
  addSwitch(program, 'enable', 'switch on again what was disabled; what was revoked stays revoked');
}

function addSwitch(program: Command, action: 'disable' | 'enable', description: string): void {
  const command = program
    .command(action)
    .description(description)
    .addArgument(new Argument('<kind>', 'what the name names').choices(['tool', 'user', 'client', 'all']))
    .argument('[name]', 'tool name; sign-in name or subject; client id or metadata URL; none for all');
  addOrderOptions(command).action(async (kind: Switchable, name: string | undefined, options: OrderOptions) => {
    await giveOrder({ action, target: readTarget(action, kind, name) }, options);
  });
}

function readTarget(action: string, kind: Switchable, name: string | undefined) {
  if (kind === 'all' && name === undefined) return { kind };
  if (kind !== 'all' && name !== undefined) return { kind, name };
  const example = kind === 'all' ? `sallyport ${action} all` : `sallyport ${action} ${kind} <name>`;
  throw new CommandError(ExitCode.usage, `What is meant is not clear. Write: ${example}`);
}
