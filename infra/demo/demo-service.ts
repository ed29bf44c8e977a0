import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Metadata key under which a secret says which service outside it opens. AWS ignores it. */
export const DEMO_SERVICE_KEY = 'sallyport:demo-service';

/** A service outside AWS, and the name of the small server that stands in for it in local mode. */
export interface DemoService {
  /** Its address, without a path. Where the template says this, local mode says its own. */
  readonly url: string;
  readonly service: 'rates';
}

/**
 * Gives local mode a stand-in for the service that a secret opens. It lets in whoever shows this very secret.
 *
 * @throws Error when the construct has no CloudFormation resource to carry it.
 */
export function addDemoService(secret: IConstruct, service: DemoService): void {
  const resource = secret.node.defaultChild;
  if (!(resource instanceof CfnResource)) throw new Error(`${secret.node.path}: a demo service goes with a resource`);
  resource.addMetadata(DEMO_SERVICE_KEY, service);
}
