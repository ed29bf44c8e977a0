import { Lazy } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { RESOURCE_METADATA_PATHS } from '../../shared/protected-resource.ts';
import { addFixedDocument } from './fixed-document.ts';

export interface ResourceMetadataProps {
  readonly endpointUrl: string;
  /** Whom clients ask for tokens: the sign-in facade, or the issuer itself. */
  readonly authorizationServer: string;
  /** Scopes a first sign-in asks for, with their prefix; asked for late. */
  baselineScopes(): readonly string[];
}

/** Serves the protected resource metadata (RFC 9728 §3.2) without a function and without a token (B4). */
export function addResourceMetadata(api: apigateway.RestApi, props: ResourceMetadataProps): void {
  addFixedDocument(api, {
    paths: RESOURCE_METADATA_PATHS,
    document: Lazy.string({ produce: () => JSON.stringify(describeResource(props)) }),
    reason: 'A client reads this document to learn where to sign in (RFC 9728 §3).',
  });
}

function describeResource({ endpointUrl, authorizationServer, baselineScopes }: ResourceMetadataProps): object {
  return {
    resource: endpointUrl,
    authorization_servers: [authorizationServer],
    scopes_supported: baselineScopes(),
    bearer_methods_supported: ['header'],
  };
}
