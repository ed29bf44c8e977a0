import { createMcpHandler, ProtocolError, Server, type ServerContext } from '@modelcontextprotocol/server';
import type { VerifiedRequest } from '../../shared/authorizer-context.ts';
import { RpcError } from '../../shared/protocol.ts';
import { callAnswer } from './call-answer.ts';
import { type Call, callTool } from './call-tool.ts';
import { callerToken } from './caller-token.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { ProgressFrame } from './invoke-tool.ts';
import { linkAnswer } from './link-answer.ts';
import { type Era, linkForm } from './link-form.ts';
import { listTools } from './list-tools.ts';
import { protocolRequest } from './protocol-request.ts';
import type { Message } from './read-message.ts';
import type { RequestAudit } from './request-audit.ts';

/** Everything that belongs to one request and ends with it. */
export interface Exchange {
  readonly verified: VerifiedRequest;
  readonly message: Message;
  readonly headers: Headers;
  readonly audit: RequestAudit;
  readonly clientGone: AbortSignal;
  readonly deadline: AbortSignal;
  /** Takes the running call, so that nobody answers or ends before it. */
  readonly begin: (call: Promise<unknown>) => void;
}

/**
 * Lets the official SDK answer, with handler, server and transport made for this request alone (CVE-2026-25536).
 *
 * Both protocol eras are served. A subscription ends as soon as it is acknowledged: nothing changes without deployment.
 */
export async function answerByMcp(exchange: Exchange, parts: GatewayParts): Promise<Response> {
  const { fetch } = createMcpHandler(({ era }) => serverFor(exchange, parts, era), { legacy: 'stateless' });
  const request = protocolRequest(parts.environment.RESOURCE, exchange.headers, exchange.clientGone);
  return fetch(request, { parsedBody: exchange.message });
}

function serverFor(exchange: Exchange, parts: GatewayParts, era: Era): Server {
  const server = new Server(
    { name: parts.environment.GATEWAY_NAME, version: '1.0.0' },
    {
      capabilities: { tools: { listChanged: false } },
      cacheHints: {
        'tools/list': { ttlMs: 0, cacheScope: 'private' },
        'server/discover': { ttlMs: 0, cacheScope: 'private' },
      },
    },
  );
  server.setRequestHandler('tools/list', ({ params }) => {
    if (params?.cursor !== undefined) throw new ProtocolError(RpcError.invalidParams, 'Unknown cursor');
    return listTools(parts.contracts, parts.policies, exchange.verified);
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const running = callTool(callOf(exchange, params, mcpReq), parts);
    exchange.begin(running);
    return callAnswer(await running, exchange.audit.id, linkForm(era, exchange.headers, mcpReq.envelope));
  });
  return server;
}

function callOf(
  { verified, headers, audit, clientGone, deadline }: Exchange,
  params: { readonly name: string; readonly arguments?: Record<string, unknown> | undefined },
  mcpReq: ServerContext['mcpReq'],
): Call {
  return {
    ...verified,
    name: params.name,
    input: params.arguments ?? {},
    linkAnswer: linkAnswer(mcpReq.inputResponses),
    audit,
    onProgress: progressTo(mcpReq),
    callerToken: callerToken(headers),
    clientGone,
    deadline,
  };
}

/** Progress goes to clients that asked for it and named a token; others are spared. */
function progressTo({ _meta, notify }: ServerContext['mcpReq']): Call['onProgress'] {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return async () => undefined;
  return async ({ type: _, ...progress }: ProgressFrame) => {
    await notify({ method: 'notifications/progress', params: { progressToken, ...progress } });
  };
}
