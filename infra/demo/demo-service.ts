import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Metadata key under which a resource says which services outside it belongs to. AWS ignores it. */
export const DEMO_SERVICE_KEY = 'sallyport:demo-service';

/** A service outside AWS, and the name of the small server that stands in for it in local mode. */
export interface DemoService {
  /** Its address, without a path. Where the template says this, local mode says its own. */
  readonly url: string;
  readonly service: 'rates' | 'profiles' | 'profiles-issuer' | 'parcels';
}

/**
 * Gives local mode a stand-in for a service outside.
 *
 * @param owner - what needs the service. A secret opens it: the stand-in lets in whoever shows this very secret.
 * @throws Error when the construct has no CloudFormation resource to carry it.
 */
export function addDemoService(owner: IConstruct, ...services: readonly DemoService[]): void {
  const resource = owner.node.defaultChild;
  if (!(resource instanceof CfnResource)) throw new Error(`${owner.node.path}: a demo service goes with a resource`);
  resource.addMetadata(DEMO_SERVICE_KEY, services);
}
