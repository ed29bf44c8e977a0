import type { ReadParameter } from './read-parameter.ts';

/**
 * How long a parameter is used before it is read again, in milliseconds. A deployment that changes it reaches environments
 * that are warm after this long.
 */
const LIFE_MS = 300_000;

interface CachedParameter<Value> {
  readonly readParameter: ReadParameter;
  /** Checks the text. @throws when it is not what infra writes. */
  readonly parse: (text: string) => Value;
  readonly now: () => Date;
}

interface Kept<Value> {
  readonly value: Value;
  readonly until: number;
}

/**
 * Reads parameters by their names and keeps what they hold: configuration, nothing of a caller (D2).
 *
 * A value that is too old is never used again, not even when reading fails; a failure is not kept.
 */
export function cachedParameter<Value>({
  readParameter,
  parse,
  now,
}: CachedParameter<Value>): (name: string, signal: AbortSignal) => Promise<Value> {
  const kept = new Map<string, Kept<Value>>();
  return async (name, signal) => {
    const known = kept.get(name);
    if (known && now().getTime() < known.until) return known.value;
    const value = parse(await readParameter(name, signal));
    kept.set(name, { value, until: now().getTime() + LIFE_MS });
    return value;
  };
}
