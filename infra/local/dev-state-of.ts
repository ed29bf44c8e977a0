import { ConnectEnvironment } from '../../shared/environment.ts';
import type { DevState } from '../dev-state.ts';
import type { LocalAwsEndpoint } from './aws/aws-endpoint.ts';
import { findGateway } from './find-gateway.ts';
import { redirectFinder } from './find-redirects.ts';
import { functionVariables } from './function-variables.ts';
import type { Issuer } from './issuer/start-issuer.ts';
import type { DeployedStack } from './template/deployed-stack.ts';

/** What the other commands must know of what runs here. */
export function devStateOf(
  stack: DeployedStack,
  { issuer, clients }: Pick<Issuer, 'issuer' | 'clients'>,
  aws: Pick<LocalAwsEndpoint, 'url' | 'operatorCredentials'>,
): DevState {
  const { name: gateway, endpoint, auditLogGroup } = findGateway(stack);
  const { accessKeyId, secretAccessKey, sessionToken } = aws.operatorCredentials();
  const redirectsOf = redirectFinder(stack);
  // The page for secrets signs people in with a client of its own, which may not call.
  const ofPages = functionVariables(stack, ConnectEnvironment).map(({ CLIENT_ID }) => CLIENT_ID);
  return {
    gateway,
    endpoint,
    issuer,
    clients: clients
      .filter(({ id }) => !ofPages.includes(id))
      .map((client) => ({
        id: client.id,
        name: client.name,
        ...(client.secret !== undefined && { secret: client.secret }),
        redirectUris: [...redirectsOf(client)],
        scopes: [...client.scopes],
      })),
    aws: { endpoint: aws.url, region: stack.region, accessKeyId, secretAccessKey, sessionToken },
    auditLogGroup,
    pid: process.pid,
  };
}
