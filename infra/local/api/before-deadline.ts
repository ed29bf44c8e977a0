import { setTimeout as sleep } from 'node:timers/promises';

/** How waiting ended. */
export type Waited<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false };

/** Waits for work, at most so many milliseconds. The work itself goes on. */
export async function beforeDeadline<T>(work: Promise<T>, milliseconds: number): Promise<Waited<T>> {
  const timer = new AbortController();
  const late = sleep(Math.max(0, milliseconds), { inTime: false } as const, { signal: timer.signal }).catch(
    () => ({ inTime: false }) as const,
  );
  try {
    return await Promise.race([work.then((value) => ({ inTime: true, value }) as const), late]);
  } finally {
    timer.abort();
  }
}
