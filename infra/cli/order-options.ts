import { type Command, InvalidArgumentError } from 'commander';
import { checkGatewayName } from '../../shared/resource-names.ts';

const MAX_REASON = 200;

/** Adds the options of every command that gives an order. */
export function addOrderOptions(command: Command): Command {
  return command
    .option('--reason <text>', 'why, for the record', readReason)
    .option('--gateway <name>', 'a gateway in AWS, with your own credentials, instead of local mode', readGateway)
    .option('--json', 'print the answer as one line of JSON');
}

function readReason(text: string): string {
  if (text.length <= MAX_REASON) return text;
  throw new InvalidArgumentError(`A reason has at most ${MAX_REASON} characters.`);
}

function readGateway(name: string): string {
  try {
    return checkGatewayName(name);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
