import { hideCredentials } from './hide-credentials.ts';
import type { RunningCall } from './running-call.ts';

/** Thrown instead of a tool's own errors: Lambda hands it to the gateway, so it names the call and nothing else (A10). */
export class SealedFailure extends Error {
  constructor(name: 'ToolFailed' | 'Sandbox.Timedout', id: string) {
    super(`call ${id} failed; the function's log has the cause`);
    this.name = name;
    this.stack = `${name}: ${this.message}`;
  }
}

/** Thrown when the deadline passes before the implementation answers. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * Logs the cause, without event, credentials and secrets, and makes what Lambda may see.
 *
 * A call given up at its deadline ends under Lambda's own name for a time-out.
 */
export function sealFailure(
  error: unknown,
  running: Pick<RunningCall, 'call' | 'credentials' | 'secrets'> | undefined,
  tool: string,
  log: (line: string) => void = console.error,
): SealedFailure {
  const id = running?.call.id ?? 'unknown';
  const line = JSON.stringify({ level: 'error', call: id, tool, cause: describe(error) });
  log(running ? running.secrets.hide(hideCredentials(line, running.credentials)) : line);
  return new SealedFailure(error instanceof DeadlinePassed ? 'Sandbox.Timedout' : 'ToolFailed', id);
}

const MAX_CAUSES = 4;

function describe(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return `a ${typeof error} was thrown`;
  const cause = error.cause !== undefined && depth < MAX_CAUSES ? describe(error.cause, depth + 1) : undefined;
  return { name: error.name, message: error.message, stack: error.stack, cause };
}
