/** Parameters of a request. One without a value counts as not sent (RFC 6749 §3.1). */
export interface Parameters {
  /** The value of a parameter that came exactly once. */
  get(name: string): string | undefined;
  /** Names that came more than once: two readers could take different ones, so such a request is refused. */
  readonly repeated: readonly string[];
}

/** Reads name and value pairs as parameters. */
export function readParameters(pairs: readonly (readonly [name: string, value: string])[]): Parameters {
  const seen = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    if (value !== '') seen.set(name, [...(seen.get(name) ?? []), value]);
  }
  return {
    get(name) {
      const [value, ...more] = seen.get(name) ?? [];
      return more.length === 0 ? value : undefined;
    },
    repeated: [...seen].filter(([, values]) => values.length > 1).map(([name]) => name),
  };
}
