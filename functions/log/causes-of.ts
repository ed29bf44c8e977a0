/** Longer chains of causes say nothing more to a person. */
const MAX_CAUSES = 4;

/** What was thrown, then its cause, and so on. */
export function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause !== undefined && causes.length < MAX_CAUSES; ) {
    causes.push(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}
