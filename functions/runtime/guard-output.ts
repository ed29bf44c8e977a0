import { format } from 'node:util';

const METHODS = ['debug', 'dir', 'error', 'info', 'log', 'trace', 'warn'] as const;
const STREAMS = ['stdout', 'stderr'] as const;

/** What writes to the log of the process, as it is now. */
export interface Output {
  /** Lets every line pass through a function first. */
  guard(hide: (text: string) => string): void;
  /** Puts everything back. */
  restore(): void;
}

/** Remembers what writes to the log. Lambda puts its own functions there, so there is nothing to rebuild it from. */
export function rememberOutput(): Output {
  const methods = METHODS.map((name) => [name, console[name]] as const);
  const writes = STREAMS.map((name) => [name, process[name].write] as const);

  return {
    guard(hide) {
      for (const [name, write] of methods) console[name] = (...said: unknown[]) => write(hide(format(...said)));
      for (const [name, write] of writes) {
        process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
          Reflect.apply(write, process[name], [hide(textOf(chunk)), ...rest]);
      }
      process.on('uncaughtException', end);
    },
    restore() {
      for (const [name, write] of methods) if (console[name] !== write) console[name] = write;
      for (const [name, write] of writes) if (process[name].write !== write) process[name].write = write;
      process.off('uncaughtException', end);
    },
  };
}

/** Ends the process as Node does; Node itself would write the error past every guard. */
function end(error: unknown): never {
  console.error('Uncaught', error);
  return process.exit(1);
}

function textOf(chunk: string | Uint8Array): string {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
}
