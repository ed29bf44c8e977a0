import { fileURLToPath } from 'node:url';
import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { IsolatedFunction } from '../../infra/isolated-function.ts';
import { PlainFunction } from './function-names.ts';

/** The other side of the bench: the bare handler behind a REST API of its own, bundled as ours are. */
export class PlainStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bare = this.addFunction('Bare', PlainFunction.bare, 'bare-sdk-handler.ts', 1024);
    this.addFunction('ConstantTool', PlainFunction.constantTool, 'constant-tool.ts', 256);
    const api = new apigateway.RestApi(this, 'Api', {
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
    });
    const integration = new apigateway.LambdaIntegration(bare.function, { allowTestInvoke: false });
    api.root.addResource('mcp').addMethod('POST', integration);
  }

  /** @param memorySize in MiB, as the gateway and the tools have. */
  private addFunction(id: string, functionName: string, file: string, memorySize: number): IsolatedFunction {
    return new IsolatedFunction(this, id, {
      entry: fileURLToPath(new URL(file, import.meta.url)),
      description: 'Measured beside Sallyport',
      timeout: Duration.seconds(29),
      functionName,
      memorySize,
    });
  }
}
