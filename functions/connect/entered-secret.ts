import { LONGEST_ENTERED_SECRET, SHORTEST_SECRET } from '../../shared/secret-length.ts';

/** What a person entered, ready to be kept; or why it cannot be, in words. */
export type EnteredSecret = { readonly value: string } | { readonly problem: string };

/** Reads what was entered. Line ends at its ends come with copying and belong to no secret; nothing else is changed. */
export function enteredSecret(text: string | undefined): EnteredSecret {
  const value = (text ?? '').replace(/^[\r\n]+/, '').replace(/(?<![\r\n])[\r\n]+$/, '');
  if (value.length < SHORTEST_SECRET)
    return { problem: `It has at least ${SHORTEST_SECRET} characters. Enter it again.` };
  if (value.length > LONGEST_ENTERED_SECRET) {
    return { problem: `It has at most ${LONGEST_ENTERED_SECRET} characters. Enter it again.` };
  }
  return { value };
}
