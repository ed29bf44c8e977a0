import { Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';

export interface FixedDocumentProps {
  /** Paths below the stage. */
  readonly paths: readonly string[];
  /** JSON text; may be asked for late. */
  readonly document: string;
  /** Why anybody may read it. */
  readonly reason: string;
}

/** Serves a document under each of its paths without a function and without a token. */
export function addFixedDocument(api: apigateway.RestApi, { paths, document, reason }: FixedDocumentProps): void {
  for (const path of paths) {
    const method = api.root.resourceForPath(path).addMethod('GET', fixedAnswer(document), {
      authorizationType: apigateway.AuthorizationType.NONE,
      methodResponses: [{ statusCode: '200' }],
    });
    Validations.of(method).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  }
}

function fixedAnswer(document: string): apigateway.MockIntegration {
  return new apigateway.MockIntegration({
    passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': document } }],
  });
}
