import {
  allowInsecureRequests,
  customFetch,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { boundedFetch } from '../http/bounded-fetch.ts';
import { isLoopbackHttp } from '../http/loopback-http.ts';
import { checkIssuedToken } from './check-issued-token.ts';
import { clientAuthentication } from './client-authentication.ts';
import { type ExchangeForm, exchangeForm } from './exchange-form.ts';
import type { ExchangeParts, LentToken, TokenExchange } from './token-exchange.ts';

const TIMEOUT_MS = 5_000;

/**
 * Gets one token for one call: for this caller, this tool, this service, and no more than was asked for (B9). Never cached:
 * one gateway serves every caller (D4).
 *
 * @throws Error when the issuer gives none, or one that must not be lent. No message holds a token or the issuer's words.
 */
export async function exchangeToken(asked: TokenExchange, parts: ExchangeParts): Promise<LentToken> {
  const exchange = { ...asked, signal: AbortSignal.any([asked.signal, AbortSignal.timeout(TIMEOUT_MS)]) };
  const form = await exchangeForm(exchange, parts);
  const answer = await askIssuer(exchange, form, parts);
  return checkIssuedToken(answer, exchange, parts);
}

async function askIssuer(
  exchange: TokenExchange,
  { grantType, parameters }: ExchangeForm,
  parts: ExchangeParts,
): Promise<TokenEndpointResponse> {
  const { issuer, clientId } = exchange.downstream;
  const server = await parts.findIssuer(issuer, exchange.signal);
  const client = { client_id: clientId };
  const authentication = clientAuthentication(exchange, parts);
  try {
    const answer = await genericTokenEndpointRequest(
      server,
      client,
      authentication,
      grantType,
      { ...parameters },
      {
        signal: exchange.signal,
        [customFetch]: boundedFetch(parts.fetch),
        [allowInsecureRequests]: isLoopbackHttp(new URL(issuer)),
      },
    );
    return await processGenericTokenEndpointResponse(server, client, answer);
  } catch (error) {
    throw error instanceof ResponseBodyError ? refusalOf(error) : error;
  }
}

/** The issuer's code helps an operator; all else it says may quote what it was sent. */
function refusalOf({ error: code }: ResponseBodyError): Error {
  return new Error(`the issuer refused${/^[a-z_]{1,40}$/.test(code) ? `: ${code}` : ''}`);
}
