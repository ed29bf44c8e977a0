import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Metadata key under which a resource carries what local mode puts into it at start. AWS ignores it. */
export const DEMO_KEY = 'sallyport:demo';

/** Rows of a table, as plain JSON. `{{alice}}` stands for that person's caller id. */
export interface DemoItems {
  readonly items: readonly Record<string, string | number>[];
}

/** Texts in a bucket, by key. */
export interface DemoObjects {
  readonly objects: Record<string, string>;
}

/**
 * Gives local mode something to show.
 *
 * @throws Error when the construct has no CloudFormation resource to carry it.
 */
export function addDemoData(construct: IConstruct, data: DemoItems | DemoObjects): void {
  const resource = construct.node.defaultChild;
  if (!(resource instanceof CfnResource)) throw new Error(`${construct.node.path}: demo data goes with a resource`);
  resource.addMetadata(DEMO_KEY, data);
}
