import { Command, CommanderError } from 'commander';
import { addAuditCommand } from './audit.ts';
import { addCallCommand } from './call.ts';
import { addDevCommand } from './dev.ts';
import { CommandError, EXIT_CODE_HELP, ExitCode } from './exit-code.ts';
import { addPolicyCommand } from './policy.ts';
import { addReportCommand } from './report.ts';
import { addRevokeCommand } from './revoke.ts';
import { addDisableCommand, addEnableCommand } from './switch.ts';
import { addTokenCommand } from './token.ts';

const COMMANDS = [
  addDevCommand,
  addTokenCommand,
  addCallCommand,
  addAuditCommand,
  addRevokeCommand,
  addDisableCommand,
  addEnableCommand,
  addPolicyCommand,
  addReportCommand,
];

/**
 * Runs one command line and answers its exit code.
 *
 * Errors of a command end here as one sentence on standard error; anything else is a fault of ours and keeps its stack.
 */
export async function runProgram(words: readonly string[]): Promise<ExitCode> {
  try {
    await buildProgram().parseAsync(words, { from: 'user' });
    return ExitCode.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    if (!(error instanceof CommandError)) throw error;
    if (error.message !== '') console.error(error.message);
    return error.exitCode;
  }
}

function buildProgram(): Command {
  const program = new Command('sallyport')
    .description('Deploys MCP tools on AWS safely, and runs the same template on this machine.')
    .showHelpAfterError('(add --help for what this command takes)')
    .addHelpText('afterAll', EXIT_CODE_HELP)
    .exitOverride();
  for (const add of COMMANDS) add(program);
  return program;
}
