import type { Parameters } from '../web/read-parameters.ts';
import { json, type WebAnswer } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import type { TokenAnswer } from './ask-issuer.ts';
import { exchangeCode } from './exchange-code.ts';
import type { FacadeParts } from './facade-parts.ts';
import { grantMachine } from './grant-machine.ts';
import { grantRefused } from './grant-refused.ts';
import { readSentForm } from './read-sent-form.ts';
import { refreshTokens } from './refresh-tokens.ts';
import type { TokenRequest } from './token-request.ts';

const MAX_FORM_BYTES = 16_384;

/** The token endpoint: the pool decides, after what it cannot know was checked here. */
export async function token(request: WebRequest, parts: FacadeParts): Promise<WebAnswer> {
  const form = readSentForm(request, MAX_FORM_BYTES);
  if (!form) throw grantRefused('invalid_request', 'the body is no form');
  if (request.query.length > 0) throw grantRefused('invalid_request', 'secrets do not belong in the query');
  if (form.repeated.length > 0) throw grantRefused('invalid_request', 'a parameter came twice');
  checkResource(form, parts.environment.RESOURCE);
  return json(200, await grant({ form, authorization: request.headers.get('authorization') }, parts));
}

/** RFC 8707 §2.2: a client names what it wants the token for. There is one resource here. */
function checkResource(form: Parameters, wanted: string): void {
  const resource = form.get('resource');
  if (resource !== undefined && resource !== wanted) throw grantRefused('invalid_target', 'the resource is another');
}

function grant(request: TokenRequest, parts: FacadeParts): Promise<TokenAnswer> {
  switch (request.form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(request, parts);
    case 'refresh_token':
      return refreshTokens(request, parts);
    case 'client_credentials':
      return grantMachine(request, parts);
    case undefined:
      throw grantRefused('invalid_request', 'a grant_type is needed');
    default:
      throw grantRefused('unsupported_grant_type', 'the grant_type is another');
  }
}
