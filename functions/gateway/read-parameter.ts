import type { SSMClient } from '@aws-sdk/client-ssm';

/** Reads one parameter of Systems Manager by its name. @throws when there is none or it cannot be read. */
export type ReadParameter = (name: string, signal: AbortSignal) => Promise<string>;

/** Loaded at the first read, because most calls need no parameter. */
export function parameterReader(makeClient: () => Promise<Pick<SSMClient, 'send'>> = regionalClient): ReadParameter {
  let client: ReturnType<typeof makeClient> | undefined;
  return async (name, signal) => {
    const { GetParameterCommand } = await import('@aws-sdk/client-ssm');
    client ??= makeClient();
    const { Parameter } = await (await client).send(new GetParameterCommand({ Name: name }), { abortSignal: signal });
    if (Parameter?.Type !== 'String' || Parameter.Value === undefined) throw new Error('the parameter has no text');
    return Parameter.Value;
  };
}

async function regionalClient(): Promise<SSMClient> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  return new SSMClient();
}
