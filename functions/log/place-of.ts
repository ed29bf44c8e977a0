/** Names what was thrown and where, without its message: parsers and clients quote what they read, and that may be a secret. */
export function placeOf(cause: unknown): { readonly name: string; readonly at?: readonly string[] } {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: cause.name, at: frames.slice(0, 3).map((line) => line.trim()) };
}
