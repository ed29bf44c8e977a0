import {
  Client,
  InsufficientScopeError,
  ProtocolError,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { CommandError, ExitCode } from './exit-code.ts';

/** One call of one tool. */
export interface ToolCall {
  readonly endpoint: string;
  readonly tool: string;
  readonly input: { readonly [name: string]: unknown };
}

/** What the tool answered. */
export interface ToolAnswer {
  readonly isError: boolean;
  /** Structured content where there is some, otherwise the text. */
  readonly output: unknown;
}

/** Protocol revision of the official client's modern era; nothing older is spoken. */
const PROTOCOL = '2026-07-28';

/** Gives an access token with the usual scopes, and with those that were missing. */
type TokenSource = (missing: string) => Promise<string>;

/** Calls a tool; when the endpoint names scopes that are missing, signs in again with them, once. */
export async function callTool(call: ToolCall, token: TokenSource): Promise<ToolAnswer> {
  try {
    return await attempt(call, await token(''));
  } catch (error) {
    if (!(error instanceof InsufficientScopeError)) throw refusal(error, call);
    const retried = attempt(call, await token(error.requiredScope ?? ''));
    return retried.catch((second: unknown) => {
      throw refusal(second, call);
    });
  }
}

async function attempt({ endpoint, tool, input }: ToolCall, token: string): Promise<ToolAnswer> {
  const client = new Client(
    { name: 'sallyport', version: '0.1.0' },
    { versionNegotiation: { mode: { pin: PROTOCOL } } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(endpoint), {
    authProvider: { token: async () => token },
    onInsufficientScope: 'throw',
  });
  try {
    await client.connect(transport);
    const result = await client.callTool({ name: tool, arguments: { ...input } });
    const text = result.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
    return { isError: result.isError === true, output: result.structuredContent ?? text };
  } finally {
    await client.close();
  }
}

function refusal(error: unknown, { tool }: ToolCall): unknown {
  if (error instanceof InsufficientScopeError) {
    return refused(
      `The token still lacks a scope: ${error.requiredScope ?? 'the endpoint does not say which'}.`,
      error,
    );
  }
  if (error instanceof UnauthorizedError)
    return refused(
      'The endpoint refused the token: it was revoked or disabled ("sallyport audit" says why), or local mode was restarted.',
      error,
    );
  if (error instanceof ProtocolError) return refused(`The endpoint refused to call "${tool}": ${error.message}`, error);
  return error;
}

function refused(sentence: string, cause: unknown): CommandError {
  return new CommandError(ExitCode.refused, sentence, { cause });
}
