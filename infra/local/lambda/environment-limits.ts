/** How many processes local mode keeps, and for how long. Times in milliseconds. */
export interface EnvironmentLimits {
  /** Processes of one function for one tenant. */
  readonly perTenant: number;
  /** Processes of all functions together. */
  readonly total: number;
  /** How long an invocation waits for a process before Lambda's `TooManyRequestsException`. */
  readonly queueMs: number;
  /** After this time without work a process ends if another one of its kind is there. */
  readonly idleExtraMs: number;
  /** After this time without work any process ends. */
  readonly idleMs: number;
  /** No process gets an invocation at this age; it must be below the life of the credentials in its environment. */
  readonly maxAgeMs: number;
  /** How often idle processes are looked at. */
  readonly sweepMs: number;
  /** Lambda's limit of the phase before the first invocation. */
  readonly initMs: number;
}

export const DEFAULT_LIMITS: EnvironmentLimits = {
  perTenant: 4,
  total: 64,
  queueMs: 5_000,
  idleExtraMs: 60_000,
  idleMs: 15 * 60_000,
  maxAgeMs: 30 * 60_000,
  sweepMs: 5_000,
  initMs: 10_000,
};
