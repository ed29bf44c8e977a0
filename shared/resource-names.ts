const GATEWAY_NAME = /^[a-z][a-z0-9-]{0,19}$/;

/**
 * Checks a gateway's name.
 *
 * @throws Error when it cannot be part of a Lambda function name and an IAM role name.
 */
export function checkGatewayName(name: string): string {
  if (GATEWAY_NAME.test(name)) return name;
  throw new Error(`a gateway name is 1 to 20 lower case letters, digits and "-", got ${JSON.stringify(name)}`);
}

/** Name of a tool's function, by which the gateway finds it (AD6). */
export function toolFunctionName(gateway: string, tool: string): string {
  return `${gateway}-${tool}`;
}

/** IAM path of a gateway's caller roles. The gateway's right to assume roles ends with it. */
export function callerRolePath(gateway: string): string {
  return `/sallyport/${gateway}/`;
}

/** Name of a tool's caller role. */
export function callerRoleName(gateway: string, tool: string): string {
  return `${gateway}-${tool}`;
}

/** Name of the function that carries out operators' orders. Two hyphens keep it out of the gateway's reach, which is tools only. */
export function operatorFunctionName(gateway: string): string {
  return `${gateway}-gateway-operator`;
}

/** Name of the permissions boundary of all caller roles, which ends lent sessions. */
export function loanBoundaryName(gateway: string): string {
  return `${gateway}-loans`;
}

/** Name of the function behind the page for secrets. */
export function connectFunctionName(gateway: string): string {
  return `${gateway}-gateway-connect`;
}

/** Name of the role that is lent to the page's function for the one person who signed in to it. */
export function connectorRoleName(gateway: string): string {
  return `${gateway}-gateway-connector`;
}

/** IAM path of that role: not the caller roles' path, which the gateway may borrow from. */
export function connectorRolePath(gateway: string): string {
  return `/sallyport-connect/${gateway}/`;
}

/** Name of the function that serves the gateway's public key. */
export function delegationKeysFunctionName(gateway: string): string {
  return `${gateway}-gateway-keys`;
}

/** Where the gateway's parameters begin. Its right to read parameters ends with it. */
export function parameterPath(gateway: string): string {
  return `/sallyport/${gateway}/`;
}

/** Name of the parameter that holds the template of a tool's session policies. */
export function sessionPolicyName(gateway: string, tool: string): string {
  return `${parameterPath(gateway)}${tool}/session-policy`;
}

/** Name of the parameter that holds a tool's downstreams. */
export function downstreamsName(gateway: string, tool: string): string {
  return `${parameterPath(gateway)}${tool}/downstreams`;
}
