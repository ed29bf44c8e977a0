import { answerRefusal } from './answer-refusal.ts';
import { readSignature } from './authorization-header.ts';
import { AwsError, type AwsRefusal } from './aws-refusal.ts';
import type { AwsService, ServiceAnswer } from './aws-service.ts';
import type { ReceivedRequest } from './received-request.ts';
import { type SignatureCheck, verifySignature } from './verify-signature.ts';

/** What answering needs. */
export interface AnswerParts extends SignatureCheck {
  readonly services: ReadonlyMap<string, AwsService>;
  /** Told of every error that is not a refusal. */
  readonly onFault: (error: unknown) => void;
}

/** Verifies who signed a request, then lets the service named in the signature answer it. Never rejects. */
export async function answerRequest(request: ReceivedRequest, parts: AnswerParts): Promise<ServiceAnswer> {
  const service = serviceOf(request, parts.services);
  if ('reason' in service) return answerRefusal(service, 'json', request.id);
  try {
    const session = await verifySignature(request, parts);
    return await service.answer({ ...request, session });
  } catch (error) {
    return answerRefusal(refusalOf(error, parts.onFault), service.protocol, request.id);
  }
}

/** Turns anything thrown into a refusal. What is no refusal is reported, and the client learns nothing of it. */
export function refusalOf(error: unknown, onFault: (error: unknown) => void): AwsRefusal {
  if (error instanceof AwsError) return error.refusal;
  onFault(error);
  return { reason: 'internal' };
}

function serviceOf(request: ReceivedRequest, services: AnswerParts['services']): AwsService | AwsRefusal {
  try {
    const { service } = readSignature(request);
    return services.get(service) ?? { reason: 'unknown_operation', operation: `the service ${service}` };
  } catch (error) {
    if (error instanceof AwsError) return error.refusal;
    throw error;
  }
}
