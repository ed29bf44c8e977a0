import type { LambdaHost } from '../lambda/lambda-host.ts';
import type { ApiAuthorizer, ApiDefinition } from './api-definition.ts';
import { ApiRefusal } from './api-failure.ts';
import { type AuthorizerAnswer, readAuthorizerAnswer, verdictOf } from './authorizer-answer.ts';
import { beforeDeadline } from './before-deadline.ts';
import { callFunction, type FunctionAnswer } from './call-function.ts';
import { addAuthorizerContext } from './context-variables.ts';
import type { Exchange } from './exchange.ts';
import type { FoundMethod } from './find-method.ts';
import { type AuthorizerGrant, authorizerEvent, methodArn } from './proxy-event.ts';

/** How long API Gateway waits for an authorizer. */
const TIMEOUT_MS = 29_000;

/** The error message by which an authorizer says 401. Every other error is a failure of the authorizer. */
const UNAUTHORIZED = 'Unauthorized';

/** What asking needs. */
export interface AuthorizeParts {
  readonly api: ApiDefinition;
  readonly lambda: LambdaHost;
  readonly now: () => number;
}

/**
 * Asks the method's authorizer, on every request. Undefined for a method without one.
 *
 * @throws ApiRefusal unless the policy it returns allows this very request.
 */
export async function authorizeRequest(
  parts: AuthorizeParts,
  exchange: Exchange,
  found: FoundMethod,
): Promise<AuthorizerGrant | undefined> {
  const { authorizer } = found.method;
  if (!authorizer) return undefined;
  requireIdentitySources(authorizer, exchange);
  const startedAt = parts.now();
  const answer = await askAuthorizer(parts, authorizer, exchange, found);
  addAuthorizerContext(exchange.variables, answer.principalId, answer.context);
  const verdict = verdictOf(answer, methodArn(parts.api, exchange));
  if (verdict !== 'allow') throw new ApiRefusal({ kind: 'access_denied', explicit: verdict === 'deny' });
  return { principalId: answer.principalId, context: answer.context, latencyMs: parts.now() - startedAt };
}

/** An absent or empty identity source is a 401 that costs no invocation. */
function requireIdentitySources({ identitySources }: ApiAuthorizer, { headers, query }: Exchange): void {
  for (const source of identitySources) {
    const value = source.in === 'header' ? headers.get(source.name) : query.get(source.name);
    if (!value) {
      throw new ApiRefusal({ kind: 'identity_source_missing', reason: `no ${source.in} ${source.name}` });
    }
  }
}

async function askAuthorizer(
  { api, lambda }: AuthorizeParts,
  { target }: ApiAuthorizer,
  exchange: Exchange,
  found: FoundMethod,
): Promise<AuthorizerAnswer> {
  if (target.refusal !== undefined) {
    throw new ApiRefusal({ kind: 'authorizer_not_permitted', reason: target.refusal });
  }
  const asked = callFunction(lambda, target.functionName, authorizerEvent(api, exchange, found));
  const waited = await beforeDeadline(asked, TIMEOUT_MS);
  if (!waited.inTime) throw failed(`${target.functionName} did not answer within ${TIMEOUT_MS} ms`);
  return readAnswer(waited.value, target.functionName);
}

function readAnswer(answer: FunctionAnswer, functionName: string): AuthorizerAnswer {
  if (answer.ok) {
    const read = readAuthorizerAnswer(answer.payload);
    if (!read) throw failed(`${functionName} returned no policy API Gateway would accept`);
    return read;
  }
  if (answer.by === 'function' && answer.errorMessage === UNAUTHORIZED) throw new ApiRefusal({ kind: 'unauthorized' });
  throw failed(`${functionName}: ${answer.errorType}: ${answer.errorMessage}`);
}

function failed(reason: string): ApiRefusal {
  return new ApiRefusal({ kind: 'authorizer_failed', reason });
}
