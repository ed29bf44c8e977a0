import * as z from 'zod';

/** Under which the client's answer to a link comes back (MCP 2026-07-28, multi round-trip requests). */
export const LINK_KEY = 'connect';

/** What the person said to the link: a client that names one of these was given it before. */
export type LinkAnswer = 'accepted' | 'declined';

const Answer = z.object({ action: z.enum(['accept', 'decline', 'cancel']) });

/**
 * Reads what the client sent back of a link. It says that a page was opened, not that anything was entered there, so it
 * opens nothing: it only chooses the next words.
 */
export function linkAnswer(responses: Readonly<Record<string, unknown>> | undefined): LinkAnswer | undefined {
  const answer = Answer.safeParse(responses?.[LINK_KEY]);
  if (!answer.success) return undefined;
  return answer.data.action === 'accept' ? 'accepted' : 'declined';
}
