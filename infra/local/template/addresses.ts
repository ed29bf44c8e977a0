import type { Json } from '../../../shared/json-schema.ts';
import type { DeployedResource, LocalAddresses } from './deployed-stack.ts';

/** One address outside this machine and the one that stands in for it. */
export interface AddressSwap {
  readonly aws: string;
  readonly local: string;
}

/** The one table of addresses: what a template says of itself, and where that leads on this machine. */
export function addressSwaps(
  resources: readonly DeployedResource[],
  region: string,
  { api, issuer, services = [] }: LocalAddresses,
): readonly AddressSwap[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const apiHosts = [
    ...ofType('AWS::ApiGateway::RestApi').map(({ physicalId }) => apiHost(physicalId, region)),
    ...ofType('AWS::ApiGateway::DomainName').map(({ physicalId }) => physicalId),
  ];
  return [
    ...apiHosts.map((host) => ({ aws: `https://${host}`, local: api })),
    // A bare host name, as in a list of allowed hosts.
    ...apiHosts.map((host) => ({ aws: host, local: new URL(api).host })),
    { aws: `https://cognito-idp.${region}.amazonaws.com`, local: issuer },
    ...ofType('AWS::Cognito::UserPoolDomain').map(({ physicalId, properties }) => ({
      aws: `https://${physicalId}.auth.${region}.amazoncognito.com`,
      local: `${issuer}/${properties.UserPoolId}`,
    })),
    ...services,
    // As in a list of hosts that a tool may reach.
    ...services.map(({ aws, local }) => ({ aws: new URL(aws).host, local: new URL(local).host })),
  ];
}

/** Replaces those addresses in every string of a value, in the order of the table. */
export function swapAddresses(value: Json, swaps: readonly AddressSwap[]): Json {
  if (typeof value === 'string') return swaps.reduce(swapAddress, value);
  if (Array.isArray(value)) return value.map((item) => swapAddresses(item, swaps));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, swapAddresses(item, swaps)]));
}

/** Whole addresses only: a team's domain name may be the end of another one's, or its beginning. */
function swapAddress(text: string, { aws, local }: AddressSwap): string {
  const literally = aws.replaceAll('.', String.raw`\.`);
  const whole = new RegExp(String.raw`(?<![\w.@-])${literally}(?![\w-]|\.\w)`, 'g');
  return text.replace(whole, () => local);
}

function apiHost(restApiId: string, region: string): string {
  return `${restApiId}.execute-api.${region}.amazonaws.com`;
}
