import type { AwsRefusal } from './aws-refusal.ts';
import type { Protocol, ServiceAnswer } from './aws-service.ts';
import { xmlDocument } from './xml-document.ts';

/** A refusal under the name one protocol gives it. */
interface NamedRefusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

type SharedReason = Exclude<AwsRefusal['reason'], 'service'>;
type Names = { readonly [reason in SharedReason]: readonly [code: string, status: number] };

const JSON_NAMES: Names = {
  missing_token: ['MissingAuthenticationTokenException', 400],
  incomplete_signature: ['IncompleteSignatureException', 400],
  unknown_key: ['UnrecognizedClientException', 400],
  wrong_signature: ['InvalidSignatureException', 400],
  expired_token: ['ExpiredTokenException', 400],
  access_denied: ['AccessDeniedException', 400],
  unknown_operation: ['UnknownOperationException', 400],
  invalid_input: ['ValidationException', 400],
  internal: ['InternalFailure', 500],
};

const NAMES: { readonly [protocol in Protocol]: Names } = {
  json: JSON_NAMES,
  query: {
    missing_token: ['MissingAuthenticationToken', 403],
    incomplete_signature: ['IncompleteSignature', 400],
    unknown_key: ['InvalidClientTokenId', 403],
    wrong_signature: ['SignatureDoesNotMatch', 403],
    expired_token: ['ExpiredTokenException', 403],
    access_denied: ['AccessDenied', 403],
    unknown_operation: ['InvalidAction', 400],
    invalid_input: ['ValidationError', 400],
    internal: ['InternalFailure', 500],
  },
  'rest-json': {
    ...JSON_NAMES,
    missing_token: ['MissingAuthenticationTokenException', 403],
    unknown_key: ['UnrecognizedClientException', 403],
    wrong_signature: ['InvalidSignatureException', 403],
    expired_token: ['ExpiredTokenException', 403],
    access_denied: ['AccessDeniedException', 403],
    unknown_operation: ['UnknownOperationException', 404],
    invalid_input: ['InvalidParameterValueException', 400],
  },
  'rest-xml': {
    missing_token: ['AccessDenied', 403],
    incomplete_signature: ['AuthorizationHeaderMalformed', 400],
    unknown_key: ['InvalidAccessKeyId', 403],
    wrong_signature: ['SignatureDoesNotMatch', 403],
    expired_token: ['ExpiredToken', 400],
    access_denied: ['AccessDenied', 403],
    unknown_operation: ['NotImplemented', 501],
    invalid_input: ['InvalidRequest', 400],
    internal: ['InternalError', 500],
  },
};

/** Puts a refusal into the wire format of a protocol. */
export function answerRefusal(refusal: AwsRefusal, protocol: Protocol, requestId: string): ServiceAnswer {
  const named = nameRefusal(refusal, protocol);
  const { code, status, message } = named;
  switch (protocol) {
    case 'json':
      return jsonAnswer(named, { __type: code, message });
    case 'rest-json':
      return jsonAnswer(named, { Type: 'User', message, Message: message });
    case 'query': {
      const fault = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
      const body = xmlDocument({ ErrorResponse: { Error: fault, RequestId: requestId } });
      return { status, headers: { 'content-type': 'text/xml' }, body };
    }
    case 'rest-xml': {
      const body = xmlDocument({ Error: { Code: code, Message: message, RequestId: requestId } });
      return { status, headers: { 'content-type': 'application/xml' }, body };
    }
  }
}

function jsonAnswer({ code, status }: NamedRefusal, body: { readonly [name: string]: string }): ServiceAnswer {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify(body) };
}

function nameRefusal(refusal: AwsRefusal, protocol: Protocol): NamedRefusal {
  if (refusal.reason === 'service') return { code: refusal.code, status: refusal.status, message: refusal.detail };
  const [code, status] = NAMES[protocol][refusal.reason];
  return { code, status, message: messageOf(refusal) };
}

function messageOf(refusal: Exclude<AwsRefusal, { reason: 'service' }>): string {
  switch (refusal.reason) {
    case 'missing_token':
      return 'Request is missing Authentication Token';
    case 'unknown_key':
      return 'The security token included in the request is invalid.';
    case 'expired_token':
      return 'The security token included in the request is expired';
    case 'unknown_operation':
      return `local mode does not know the operation ${refusal.operation}`;
    case 'internal':
      return 'The request could not be processed because of an internal error.';
    case 'incomplete_signature':
    case 'wrong_signature':
    case 'access_denied':
    case 'invalid_input':
      return refusal.detail;
  }
}
