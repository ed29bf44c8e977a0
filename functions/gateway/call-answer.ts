import {
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
  ProtocolError,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/server';
import { type CallFailure, CONNECTION_NEEDED, toWire, wireCode } from '../../shared/call-failure.ts';
import { RpcError } from '../../shared/protocol.ts';
import type { CallEnd } from './call-tool.ts';
import { LINK_KEY } from './link-answer.ts';
import type { LinkForm } from './link-form.ts';

/**
 * Turns the end of a call into what the SDK may send: a result, or a protocol error made of `toWire()` alone (A10).
 *
 * @throws ProtocolError with a stable code and the correlation id, and UrlElicitationRequiredError where links are errors.
 */
export function callAnswer(
  end: CallEnd,
  correlationId: string,
  linkForm: LinkForm,
): CallToolResult | InputRequiredResult {
  if (end.ok) {
    return { content: [{ type: 'text', text: end.result.text }], structuredContent: end.result.output };
  }
  if (end.failure.reason === 'connection_needed' && linkForm !== 'text') return link(end.failure.url, linkForm);
  const answer = toWire(end.failure);
  switch (answer.kind) {
    case 'tool':
      return {
        content: [{ type: 'text', text: answer.text }],
        isError: true,
        _meta: { 'sallyport/code': wireCode(end.failure), 'sallyport/correlationId': correlationId },
      };
    case 'protocol':
      throw new ProtocolError(answer.code, answer.message, errorData(end.failure, correlationId));
    case 'http':
      throw new ProtocolError(RpcError.internal, 'Internal error', errorData(end.failure, correlationId));
  }
}

/** Both forms say the same: open this page. Neither carries anything of the person, and the page asks who they are (F12). */
function link(url: string, form: Exclude<LinkForm, 'text'>): InputRequiredResult {
  if (form === 'error') {
    const elicitationId = new URL(url).searchParams.get('request') ?? url;
    throw new UrlElicitationRequiredError(
      [{ mode: 'url', elicitationId, message: CONNECTION_NEEDED, url }],
      `${CONNECTION_NEEDED} Open ${url}`,
    );
  }
  return inputRequired({ inputRequests: { [LINK_KEY]: inputRequired.elicitUrl({ message: CONNECTION_NEEDED, url }) } });
}

/** What a JSON-RPC error carries beside its text: the stable code and where to look in the records. */
export function errorData(failure: Pick<CallFailure, 'reason'>, correlationId: string) {
  return { code: wireCode(failure), correlationId };
}
