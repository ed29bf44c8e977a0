import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { InvocationOutcome, InvocationResponse, LambdaHost } from '../../../../infra/local/lambda/lambda-host.ts';
import type { Json } from '../../../../shared/json-schema.ts';

/** What a fake function does: returns its payload, or yields it piece by piece. */
export type FakeFunction = (event: FakeEvent) => Promise<Json> | AsyncIterable<Uint8Array | string>;

/** Both events in one: only the authorizer's has a `methodArn`. */
export type FakeEvent = APIGatewayProxyEvent & { readonly methodArn: string };

/** Thrown by a fake function, as Lambda reports it. */
export class FakeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** A LambdaHost whose functions are closures. Remembers every event. */
export class FakeLambda implements LambdaHost {
  readonly events: { readonly functionName: string; readonly event: FakeEvent }[] = [];
  private readonly functions: { [name: string]: FakeFunction };

  constructor(functions: { [name: string]: FakeFunction }) {
    this.functions = functions;
  }

  set(functionName: string, implementation: FakeFunction): void {
    this.functions[functionName] = implementation;
  }

  calls(functionName: string): FakeEvent[] {
    return this.events.filter((one) => one.functionName === functionName).map(({ event }) => event);
  }

  async invoke({ functionName, payload }: { functionName: string; payload: Uint8Array }): Promise<InvocationResponse> {
    const implementation = this.functions[functionName];
    if (!implementation) throw new FakeError('ResourceNotFoundException', functionName);
    const event: FakeEvent = JSON.parse(Buffer.from(payload).toString('utf8'));
    this.events.push({ functionName, event });
    const { promise: outcome, resolve } = Promise.withResolvers<InvocationOutcome>();
    return { requestId: 'r', streamed: true, contentType: 'x', body: run(implementation, event, resolve), outcome };
  }

  async close(): Promise<void> {}
}

async function* run(
  implementation: FakeFunction,
  event: FakeEvent,
  end: (outcome: InvocationOutcome) => void,
): AsyncGenerator<Uint8Array> {
  try {
    const answer = implementation(event);
    if (answer instanceof Promise) yield Buffer.from(JSON.stringify(await answer));
    else for await (const piece of answer) yield Buffer.from(piece);
    end({ ok: true });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    end({ ok: false, errorType: name, errorMessage: message });
  }
}
