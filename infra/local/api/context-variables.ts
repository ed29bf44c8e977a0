/** Values of `$context.…` for one request, by the name after `$context.`. */
export type ContextVariables = Map<string, string>;

/**
 * Variables of a REST API that stand alone.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const PLAIN = new Set([
  'accountId',
  'apiId',
  'awsEndpointRequestId',
  'cipherSuite',
  'deploymentId',
  'domainName',
  'domainPrefix',
  'extendedRequestId',
  'httpMethod',
  'integrationErrorMessage',
  'integrationLatency',
  'integrationStatus',
  'isCanaryRequest',
  'path',
  'protocol',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'resourceId',
  'resourcePath',
  'responseLatency',
  'responseLength',
  'stage',
  'status',
  'tlsVersion',
  'wafResponseCode',
  'webaclArn',
  'xrayTraceId',
]);

const FAMILIES = ['authenticate', 'authorize', 'authorizer', 'customDomain', 'error', 'identity', 'integration', 'waf'];

/** Whether API Gateway has a variable of this name. Local mode may have no value for it, as for `identity.caller`. */
export function isContextVariable(name: string): boolean {
  const [family, ...rest] = name.split('.');
  return PLAIN.has(name) || (family !== undefined && rest.length > 0 && FAMILIES.includes(family));
}

/** Adds what an authorizer answered; strings only, as API Gateway passes it on. */
export function addAuthorizerContext(
  variables: ContextVariables,
  principalId: string,
  context: { readonly [key: string]: string },
): void {
  variables.set('authorizer.principalId', principalId);
  for (const [key, value] of Object.entries(context)) variables.set(`authorizer.${key}`, value);
}
