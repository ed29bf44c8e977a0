import { accessTokenFor } from '../infra/cli/access-token.ts';
import { startRestApi } from '../infra/local/api/start-rest-api.ts';
import { type LocalAwsEndpoint, startAwsEndpoint } from '../infra/local/aws/aws-endpoint.ts';
import { devStateOf } from '../infra/local/dev-state-of.ts';
import { freePort } from '../infra/local/free-port.ts';
import { PEOPLE } from '../infra/local/issuer/people.ts';
import { startIssuer } from '../infra/local/issuer/start-issuer.ts';
import { startLambdaHost } from '../infra/local/lambda/start-lambda-host.ts';
import { readAssembly } from '../infra/local/template/read-assembly.ts';
import { resolveTemplate } from '../infra/local/template/resolve-template.ts';
import { type RecordingHost, recordingHost } from './recording-host.ts';
import type { Served } from './served.ts';

/** The reference stack, served, with a token of alice. */
export interface GuardedStack extends Served {
  readonly token: string;
}

/** Serves the reference stack out of the parts of local mode, with an ear at its Lambda. */
export async function startGuardedStack(assembly: string): Promise<GuardedStack> {
  const [port, issuerPort] = [await freePort(), await freePort()];
  const addresses = { api: `http://127.0.0.1:${port}`, issuer: `http://127.0.0.1:${issuerPort}` };
  const stack = resolveTemplate(readAssembly(assembly), addresses);
  const issuer = await startIssuer({ stack, port: issuerPort });
  let lambda: RecordingHost | undefined;
  const aws = await startAwsEndpoint({
    stack,
    lambda: () => started(lambda),
    now: () => new Date(),
    demoNames: Object.fromEntries(PEOPLE.map(({ username, subject }) => [username, subject])),
    onDecision: () => undefined,
    onFault: console.error,
  });
  const environmentFor = async (name: string) => lentTo(name, aws);
  lambda = recordingHost(await startLambdaHost({ stack, environmentFor, onLog: () => undefined, now: Date.now }));
  const api = await startRestApi({ stack, lambda, port, onAccessLog: () => undefined });
  const state = devStateOf(stack, issuer, aws);
  const { recorded } = lambda;
  return {
    endpoint: state.endpoint,
    stack,
    environmentFor,
    recorded,
    token: await accessTokenFor(state, { user: 'alice' }),
    async close() {
      await api.close();
      await lambda.close();
      await aws.close();
      await issuer.close();
    },
  };
}

function started(lambda: RecordingHost | undefined): RecordingHost {
  if (lambda === undefined) throw new Error('Lambda has not started yet');
  return lambda;
}

function lentTo(functionName: string, aws: LocalAwsEndpoint): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.credentialsForFunction(functionName);
  return {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}
