/** AWS's names for a secret that is not there. A name that does not exist is refused like one that is another caller's. */
const NOT_THERE = ['ResourceNotFoundException', 'AccessDeniedException'];

/**
 * The caller must enter this secret of their own: there is none, or the service does not take it. Left uncaught, the caller
 * is asked for it (F12). A tool throws it itself when a service refuses what was entered.
 */
export class SecretNeeded extends Error {
  override readonly name = 'SecretNeeded';
  readonly secretName: string;

  /** @param secretName - as in `addSecret`. */
  constructor(secretName: string, options?: ErrorOptions) {
    super(`the caller must enter the secret ${secretName}`, options);
    this.secretName = secretName;
  }
}

/** Whether AWS says that a secret is not there for this caller. */
export function saysNotThere(error: unknown): boolean {
  return error instanceof Error && NOT_THERE.includes(error.name);
}
