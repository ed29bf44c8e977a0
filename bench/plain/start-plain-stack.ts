import { startRestApi } from '../../infra/local/api/start-rest-api.ts';
import { freePort } from '../../infra/local/free-port.ts';
import { startLambdaHost } from '../../infra/local/lambda/start-lambda-host.ts';
import { readAssembly } from '../../infra/local/template/read-assembly.ts';
import { resolveTemplate } from '../../infra/local/template/resolve-template.ts';
import { recordingHost } from '../recording-host.ts';
import type { Served } from '../served.ts';

/** Serves the plain stack with the same Lambda and API Gateway as local mode; it needs no issuer and no AWS. */
export async function startPlainStack(assembly: string): Promise<Served> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const stack = resolveTemplate(readAssembly(assembly), { api: url, issuer: url });
  const environmentFor = async () => ({});
  const lambda = recordingHost(await startLambdaHost({ stack, environmentFor, onLog: () => undefined, now: Date.now }));
  const api = await startRestApi({ stack, lambda, port, onAccessLog: () => undefined });
  const [stage] = stack.ofType('AWS::ApiGateway::Stage');
  return {
    endpoint: `${api.url}/${stage?.physicalId}/mcp`,
    stack,
    environmentFor,
    recorded: lambda.recorded,
    async close() {
      await api.close();
      await lambda.close();
    },
  };
}
