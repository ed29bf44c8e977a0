import { facadeIssuer, OAuthPath } from '../../shared/oauth-paths.ts';

export interface ServerMetadataProps {
  readonly endpointUrl: string;
  readonly jwksUri: string;
  /** Scopes a first sign-in asks for, with their prefix. */
  readonly scopes: readonly string[];
  readonly registration: boolean;
  readonly clientDocuments: boolean;
  readonly machineClients: boolean;
}

/**
 * The authorization server as clients read it (RFC 8414 §2, OpenID Connect Discovery §3). `offline_access` is no scope of
 * Cognito: a client that asked for it would be refused.
 */
export function describeServer(props: ServerMetadataProps): object {
  const issuer = facadeIssuer(props.endpointUrl);
  return {
    issuer,
    authorization_endpoint: `${issuer}${OAuthPath.authorize}`,
    token_endpoint: `${issuer}${OAuthPath.token}`,
    ...(props.registration && { registration_endpoint: `${issuer}${OAuthPath.registration}` }),
    jwks_uri: props.jwksUri,
    scopes_supported: props.scopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      ...(props.machineClients ? ['client_credentials'] : []),
    ],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: [
      'none',
      ...(props.machineClients ? ['client_secret_basic', 'client_secret_post'] : []),
    ],
    authorization_response_iss_parameter_supported: true,
    ...(props.clientDocuments && { client_id_metadata_document_supported: true }),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}
