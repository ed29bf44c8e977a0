/** What the exit codes of `sallyport` mean; every command's help shows them. */
export const ExitCode = { ok: 0, refused: 1, usage: 2, notRunning: 3 } as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The exit codes in words, for the help. */
export const EXIT_CODE_HELP = `
Exit codes: 0 done; 1 refused or failed; 2 wrong usage; 3 local mode is not running.`;

/** Stops a command with a sentence that says what to do next. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
