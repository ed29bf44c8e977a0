import { GatewayEnvironment } from '../../shared/environment.ts';
import { functionVariables } from './function-variables.ts';
import { type DeployedStack, UnknownInTemplate } from './template/deployed-stack.ts';

/** What local mode must know of the one gateway of the template. */
export interface FoundGateway {
  readonly name: string;
  readonly endpoint: string;
  readonly auditLogGroup: string;
}

/**
 * Finds the gateway by its function's environment: names and ids of constructs are the team's own business.
 *
 * @throws UnknownInTemplate when the template has no gateway, or more than one.
 */
export function findGateway(stack: DeployedStack): FoundGateway {
  const found = functionVariables(stack, GatewayEnvironment);
  const [gateway, ...others] = found;
  if (gateway === undefined) throw new UnknownInTemplate('a template without a gateway', stack.name);
  if (others.length > 0) throw new UnknownInTemplate(`${found.length} gateways in one template`, stack.name);
  return { name: gateway.GATEWAY_NAME, endpoint: gateway.RESOURCE, auditLogGroup: gateway.AUDIT_LOG_GROUP };
}
