import * as z from 'zod';
import { McpHeader } from '../../shared/protocol.ts';

/** Which family of protocol revisions a request belongs to, as the SDK tells them apart. */
export type Era = 'legacy' | 'modern';

/**
 * How a client is given a link to open: as an input it is asked for (MCP 2026-07-28), as error -32042 (2025-11-25), or in
 * words, where it does not say that it can open one.
 */
export type LinkForm = 'input_required' | 'error' | 'text';

const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const CanOpenLinks = z.object({ [CAPABILITIES]: z.object({ elicitation: z.object({ url: z.object({}) }) }) });

/** The revision whose clients know error -32042. They said what they can do in `initialize`, which no request repeats. */
const KNOWS_LINK_ERROR = '2025-11-25';

/** Chooses the form. A client must not be asked for what it did not say it can do (MCP, elicitation). */
export function linkForm(era: Era, headers: Headers, envelope: unknown): LinkForm {
  if (era === 'modern') return CanOpenLinks.safeParse(envelope).success ? 'input_required' : 'text';
  return headers.get(McpHeader.protocolVersion) === KNOWS_LINK_ERROR ? 'error' : 'text';
}
