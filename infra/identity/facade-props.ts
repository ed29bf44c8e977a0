import { Token } from 'aws-cdk-lib';

/** How MCP clients are let in through the sign-in facade. */
export interface FacadeProps {
  /**
   * Whether Sallyport stands in front of the pool's sign-in with what MCP clients ask for and the pool lacks: server
   * metadata with S256 and `iss`, client metadata documents, consent for each client. False where the pool has these natively.
   *
   * @default true
   */
  readonly facade?: boolean;
  /**
   * Hosts whose client metadata documents are read, for example `claude.ai`: a client names itself by the document's URL
   * and is admitted after a person consents (draft-ietf-oauth-client-id-metadata-document).
   *
   * @default - none; a client stands in the template or is refused
   */
  readonly clientDocumentHosts?: readonly string[];
  /**
   * Whether clients may register themselves (RFC 7591), for those that know no metadata documents. Anybody can then make
   * an entry, up to `maxAdmittedClients`; nobody is signed in without consent.
   *
   * @default false
   */
  readonly registration?: boolean;
  /**
   * Hosts that redirect addresses of registered clients may have, besides the loopback.
   *
   * @default - none
   */
  readonly registrationRedirectHosts?: readonly string[];
  /**
   * How many clients may be admitted at run time in all, by document or registration.
   *
   * @default 50
   */
  readonly maxAdmittedClients?: number;
}

/** Cognito's quota of app clients is 1,000 for each pool (Amazon Cognito quotas). */
const MAX_CLIENTS = 900;
const HOST = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const IP_ADDRESS = /^[0-9.]+$/;

/**
 * Checks how clients are let in.
 *
 * @throws Error when a host is no plain host name, a number is out of range, or a prop has no effect as it stands.
 */
export function checkFacadeProps(where: string, props: FacadeProps): void {
  const { clientDocumentHosts = [], registration = false, registrationRedirectHosts = [], maxAdmittedClients } = props;
  for (const host of [...clientDocumentHosts, ...registrationRedirectHosts]) checkHost(where, host);
  if (props.facade === false && (clientDocumentHosts.length > 0 || registration)) {
    throw new Error(`${where}: clientDocumentHosts and registration need the facade, got facade: false`);
  }
  if (registrationRedirectHosts.length > 0 && !registration) {
    throw new Error(`${where}: registrationRedirectHosts need registration: true`);
  }
  if (maxAdmittedClients !== undefined && !isCount(maxAdmittedClients)) {
    throw new Error(
      `${where}: maxAdmittedClients is a whole number from 1 to ${MAX_CLIENTS}, got ${maxAdmittedClients}`,
    );
  }
}

function isCount(value: number): boolean {
  return Token.isUnresolved(value) || (Number.isInteger(value) && value >= 1 && value <= MAX_CLIENTS);
}

/** A wildcard or an address would let strangers publish documents or receive codes (F9). */
function checkHost(where: string, host: string): void {
  if (HOST.test(host) && !IP_ADDRESS.test(host)) return;
  throw new Error(
    `${where}: a host is a plain name in lower case, without port or wildcard, got ${JSON.stringify(host)}`,
  );
}
