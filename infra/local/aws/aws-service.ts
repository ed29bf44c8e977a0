import type { ReceivedRequest } from './received-request.ts';
import type { Session } from './session.ts';

/** A request whose signature, session token and expiry were verified. */
export interface VerifiedRequest extends ReceivedRequest {
  readonly session: Session;
}

/** What goes back. A stream is written as it comes. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** Wire protocols of AWS, by how they report errors. */
export type Protocol = 'json' | 'query' | 'rest-json' | 'rest-xml';

/** One AWS service behind the endpoint. */
export interface AwsService {
  /** Name in the credential scope of a signature, for example `dynamodb`. */
  readonly signingName: string;
  readonly protocol: Protocol;
  /** @throws AwsError when the service refuses. */
  answer(request: VerifiedRequest): Promise<ServiceAnswer>;
}
