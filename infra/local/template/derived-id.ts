import { createHash } from 'node:crypto';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** The characters AWS draws its ids from. */
export const ID_ALPHABET = {
  alphanumeric: LOWER + DIGITS,
  letters: LOWER.toUpperCase() + LOWER,
  hex: `${DIGITS}abcdef`,
} as const;

/** An id that looks as AWS's and is the same on every start, so tokens, tables and bookmarks survive a restart. */
export function derivedId(seed: string, length: number, alphabet: string): string {
  const digest = createHash('sha256').update(seed).digest();
  return Array.from({ length }, (_, place) => alphabet[(digest[place % digest.length] ?? 0) % alphabet.length]).join(
    '',
  );
}

/** A UUID-shaped id that is the same on every start. */
export function derivedUuid(seed: string): string {
  const hex = derivedId(seed, 32, ID_ALPHABET.hex);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `<stack>-<logical id>`, cut to what the service allows; a digest keeps cut names apart. */
export function generatedName(stack: string, logicalId: string, limit: number): string {
  const full = `${stack}-${logicalId}`;
  if (full.length <= limit) return full;
  return `${full.slice(0, limit - 9)}-${derivedId(full, 8, ID_ALPHABET.alphanumeric)}`;
}
