import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';

export interface CustomDomainProps {
  /**
   * Host name of the endpoint, which then is `https://<domainName>/mcp`, with all metadata at the root, where RFC 9728 and
   * RFC 8414 look for it first. The API's own address is switched off. Point a DNS alias at `gateway.domain`.
   *
   * @default - the address API Gateway gives, with the stage in its path; some clients do not find metadata there
   */
  readonly domainName?: string;
  /**
   * Certificate for the domain name, in the stack's region. Given with `domainName` or not at all.
   *
   * @default - none
   */
  readonly certificate?: acm.ICertificate;
}

/** TLS 1.2 and 1.3, ciphers with forward secrecy only; the name in the handshake must be the Host (A1). */
export const TLS = {
  securityPolicy: apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  endpointAccessMode: apigateway.EndpointAccessMode.STRICT,
};

const HOST = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/**
 * What the API is told about a domain; nothing where there is none.
 *
 * @throws Error when one prop is given without the other, or the name is no host.
 */
export function customDomain(where: string, { domainName, certificate }: CustomDomainProps): DomainOptions {
  if (domainName === undefined && certificate === undefined) return {};
  if (domainName === undefined || certificate === undefined) {
    const missing = domainName === undefined ? 'domainName' : 'certificate';
    throw new Error(`${where}: domainName and certificate come together, got no ${missing}`);
  }
  if (!Token.isUnresolved(domainName) && !HOST.test(domainName)) {
    throw new Error(`${where}: domainName is a host in lower case, got ${JSON.stringify(domainName)}`);
  }
  const endpointType = apigateway.EndpointType.REGIONAL;
  // A second address would serve the endpoint under a name that is not the OAuth resource.
  return { domainName: { domainName, certificate, endpointType, ...TLS }, disableExecuteApiEndpoint: true };
}

type DomainOptions = Pick<apigateway.RestApiProps, 'domainName' | 'disableExecuteApiEndpoint'>;
