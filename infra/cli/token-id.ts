import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { CommandError, ExitCode } from './exit-code.ts';

const TokenIds = z.object({ origin_jti: z.string().min(1).optional(), jti: z.string().min(1).optional() });
const JWT = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*$/;
const ID = /^[A-Za-z0-9_.:=+/-]{1,256}$/;

/**
 * Finds the id by which a token is revoked: `-` reads a token or an id from standard input.
 *
 * Of a token its `origin_jti` is taken, which all tokens of one sign-in share, or else its `jti`. The token itself goes
 * nowhere, and nothing is trusted that it says: a wrong id revokes nothing.
 *
 * @throws CommandError when there is no id.
 */
export async function tokenId(given: string, input: AsyncIterable<Buffer | string>): Promise<string> {
  const found = (given === '-' ? await text(input) : given).trim();
  const payload = JWT.exec(found)?.[1];
  if (payload !== undefined) return idInToken(payload);
  if (ID.test(found)) return found;
  throw new CommandError(
    ExitCode.usage,
    'A token is named by its jti or origin_jti, or piped in: sallyport revoke token -',
  );
}

function idInToken(payload: string): string {
  const { origin_jti, jti } = readIds(payload);
  const id = origin_jti ?? jti;
  if (id !== undefined) return id;
  throw new CommandError(ExitCode.usage, 'This token has no id. Revoke the person or the client it was issued to.');
}

function readIds(payload: string): z.infer<typeof TokenIds> {
  try {
    return TokenIds.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch (error) {
    // No cause: a parser quotes what it read.
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new CommandError(ExitCode.usage, 'What was given looks like a token and cannot be read as one.');
  }
}
