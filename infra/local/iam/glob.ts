/** A wildcard of IAM: `*` stands for any text, also none; `?` for exactly one character. */
export interface Wildcard {
  readonly wild: '*' | '?';
}

/** Text and wildcards in order. Text is always literal, so a value put in from a variable can hold no wildcard. */
export type Glob = readonly (string | Wildcard)[];

/** Whether the whole text fits. Takes at most pattern × text steps, whatever the pattern holds. */
export function matchesGlob(glob: Glob, text: string): boolean {
  const wanted = glob.flatMap<string | Wildcard>((part) => (typeof part === 'string' ? [...part] : [part]));
  const got = [...text];
  let at = 0;
  let next = 0;
  let retry: { readonly at: number; readonly next: number } | undefined;
  while (at < got.length) {
    const piece = wanted[next];
    if (isWildcard(piece, '*')) {
      retry = { at, next };
      next += 1;
    } else if (piece !== undefined && (isWildcard(piece, '?') || piece === got[at])) {
      at += 1;
      next += 1;
    } else if (retry) {
      // the last `*` takes one character more
      retry = { at: retry.at + 1, next: retry.next };
      at = retry.at;
      next = retry.next + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(next).every((piece) => isWildcard(piece, '*'));
}

function isWildcard(piece: string | Wildcard | undefined, wild: '*' | '?'): boolean {
  return typeof piece === 'object' && piece.wild === wild;
}
