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

/** Where the gateway's parameters begin. Its right to read parameters ends with it. */
export function parameterPath(gateway: string): string {
  return `/sallyport/${gateway}/`;
}

/** Name of the parameter that holds the template of a tool's session policies. */
export function sessionPolicyName(gateway: string, tool: string): string {
  return `${parameterPath(gateway)}${tool}/session-policy`;
}
