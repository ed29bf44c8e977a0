import * as z from 'zod';
import { type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { AccessControl } from './access-control.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import type { CredentialStore } from './credential-store.ts';
import type { RolePolicies } from './role-policies.ts';
import { roleSession } from './role-session.ts';

/** How long a function's own credentials last, in seconds. Lambda renews them long before; nothing lives that long here. */
const FUNCTION_SECONDS = 12 * 3600;

const FunctionProperties = z.object({ Role: z.string() });

/** What issuing credentials to a function needs. */
export interface FunctionCredentialsParts {
  readonly stack: DeployedStack;
  readonly access: AccessControl;
  readonly roles: ReadonlyMap<string, RolePolicies>;
  readonly credentials: CredentialStore;
}

/**
 * Credentials of a function's own role, as Lambda puts them into its environment.
 *
 * @throws UnknownInTemplate when the function or its role is not in the template, or the role does not trust Lambda.
 */
export function functionCredentials(functionName: string, parts: FunctionCredentialsParts): AwsCredentials {
  const { stack, access, roles, credentials } = parts;
  const resource = stack.ofType('AWS::Lambda::Function').find(({ physicalId }) => physicalId === functionName);
  if (resource === undefined) throw new UnknownInTemplate(`the function ${functionName}`, 'credentials of a function');
  const { Role } = FunctionProperties.parse(resource.properties);
  const role = roles.get(Role);
  if (role === undefined) throw new UnknownInTemplate(`the role ${Role}`, resource.path);
  const trust = { action: 'sts:AssumeRole', resource: role.arn, resourcePolicy: role.trust } as const;
  if (!access.allowsService('lambda.amazonaws.com', { ...trust, resourceRule: 'must-allow' })) {
    throw new UnknownInTemplate(`a role that lambda.amazonaws.com may not assume (${role.arn})`, resource.path);
  }
  const session = { account: stack.account, role, sessionName: functionName, tags: {}, transitiveTagKeys: [] };
  const functionArn = resource.arn === undefined ? {} : { sourceFunctionArn: resource.arn };
  return credentials.issue(roleSession({ ...session, ...functionArn }), FUNCTION_SECONDS).credentials;
}
