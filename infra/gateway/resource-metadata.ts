import { Lazy, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { RESOURCE_METADATA_PATHS } from '../../shared/protected-resource.ts';

export interface ResourceMetadataProps {
  readonly endpointUrl: string;
  readonly issuerUrl: string;
  /** Scopes a first sign-in asks for, with their prefix; asked for late. */
  baselineScopes(): readonly string[];
}

/** Serves the protected resource metadata (RFC 9728 §3.2) without a function and without a token (B4). */
export function addResourceMetadata(api: apigateway.RestApi, props: ResourceMetadataProps): void {
  const document = Lazy.string({ produce: () => JSON.stringify(describeResource(props)) });
  for (const path of RESOURCE_METADATA_PATHS) {
    const method = api.root.resourceForPath(path).addMethod('GET', fixedAnswer(document), {
      authorizationType: apigateway.AuthorizationType.NONE,
      methodResponses: [{ statusCode: '200' }],
    });
    Validations.of(method).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'A client reads this document to learn where to sign in (RFC 9728 §3).',
    });
  }
}

function describeResource({ endpointUrl, issuerUrl, baselineScopes }: ResourceMetadataProps): object {
  return {
    resource: endpointUrl,
    authorization_servers: [issuerUrl],
    scopes_supported: baselineScopes(),
    bearer_methods_supported: ['header'],
  };
}

function fixedAnswer(document: string): apigateway.MockIntegration {
  return new apigateway.MockIntegration({
    passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': document } }],
  });
}
