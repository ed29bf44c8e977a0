const MAX_MESSAGE = 500;
const MAX_CAUSES = 4;

/**
 * What the function's own log says of a failure, as one JSON line.
 *
 * Only AWS's messages are quoted: those of a parser or of `fetch` may hold the proof, which is a signed request.
 */
export function failureLine(what: string, error: unknown): string {
  return JSON.stringify({ level: 'error', what, causes: causesOf(error).map(describe) });
}

function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause !== undefined && causes.length < MAX_CAUSES; ) {
    causes.push(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

function describe(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const fromAws = '$metadata' in cause;
  return { name: cause.name, ...(fromAws && { message: cause.message.slice(0, MAX_MESSAGE).toWellFormed() }) };
}
