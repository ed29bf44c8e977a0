/** One invocation of a function of the template. */
export interface Invocation {
  readonly functionName: string;
  readonly payload: Uint8Array;
  /** Compulsory for functions with `TenancyConfig`, refused for all others, as on AWS. */
  readonly tenantId?: string;
}

/** How an invocation ended. */
export type InvocationOutcome =
  | { readonly ok: true }
  /** `errorType` as Lambda names it: `Sandbox.Timedout`, `Runtime.ExitError`, or the thrown error's name. */
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export interface InvocationResponse {
  readonly requestId: string;
  /** Whether the function streams its response (`awslambda.streamifyResponse`). */
  readonly streamed: boolean;
  /** Content type the runtime declared; a streamed HTTP response has `application/vnd.awslambda.http-integration-response`. */
  readonly contentType: string;
  /** The response's bytes as they come. Ends when the function ended, also by error. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Settles after `body` ended. Never rejects. */
  readonly outcome: Promise<InvocationOutcome>;
}

/** Lambda's own refusals, by the exception name of the Invoke API. */
export class LambdaRefusal extends Error {
  readonly status: number;

  constructor(
    name:
      | 'ResourceNotFoundException'
      | 'InvalidParameterValueException'
      | 'InvalidRequestContentException'
      | 'RequestTooLargeException'
      | 'TooManyRequestsException',
    status: number,
    message: string,
  ) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** Runs the template's functions, one process per function and tenant. */
export interface LambdaHost {
  /** @throws LambdaRefusal when Lambda would not start the function. */
  invoke(invocation: Invocation): Promise<InvocationResponse>;
  /** Ends every process it started. */
  close(): Promise<void>;
}
