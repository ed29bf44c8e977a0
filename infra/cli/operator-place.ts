import type { LambdaClient } from '@aws-sdk/client-lambda';
import { stsUrl } from '../../shared/identity-request.ts';
import { CommandError, ExitCode } from './exit-code.ts';
import { runningDev } from './running-dev.ts';

/** Keys of an AWS identity. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Where orders are given, and as whom. */
export interface OperatorPlace {
  readonly gateway: string;
  readonly region: string;
  readonly keys: Keys;
  /** STS as the operator function reaches it: the proof is signed for this host. */
  readonly stsUrl: string;
  readonly lambda: Pick<LambdaClient, 'send'>;
}

/**
 * The gateway of the running local mode, or, by its name, one in AWS with the person's own credentials.
 *
 * @throws CommandError when local mode does not run, or there are no credentials or no region.
 */
export async function operatorPlace(gateway: string | undefined): Promise<OperatorPlace> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  if (gateway === undefined) {
    const { aws, gateway: local } = await runningDev(process.cwd());
    const { endpoint, region, accessKeyId, secretAccessKey, sessionToken } = aws;
    const keys = { accessKeyId, secretAccessKey, sessionToken };
    const lambda = new LambdaClient({ endpoint, region, credentials: keys });
    return { gateway: local, region, keys, stsUrl: endpoint, lambda };
  }
  const lambda = new LambdaClient({});
  const [region, keys] = await own(() => Promise.all([lambda.config.region(), lambda.config.credentials()]));
  return { gateway, region, keys, stsUrl: stsUrl(region), lambda };
}

async function own<Settings>(load: () => Promise<Settings>): Promise<Settings> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const sentence = `Sign in to AWS first, with a region: ${error.message}`;
    throw new CommandError(ExitCode.refused, sentence, { cause: error });
  }
}
