/** A shorter value is a word that answers may hold by chance, so it cannot be kept out of them (G5). In characters. */
export const SHORTEST_SECRET = 8;

/** What a person may enter at most, in characters: room for a key file, far below what Secrets Manager takes (64 KB). */
export const LONGEST_ENTERED_SECRET = 4096;
