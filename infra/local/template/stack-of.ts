import type { DeployedResource, DeployedStack } from './deployed-stack.ts';

/** Gives a list of resources the questions local mode asks of it. */
export function stackOf(stack: Omit<DeployedStack, 'ofType' | 'find'>): DeployedStack {
  const byType = Map.groupBy(stack.resources, ({ type }) => type);
  const byId = new Map<string, DeployedResource>();
  // Some types give another resource's Ref as their own (a bucket's policy, a secret's). The one with the ARN is meant.
  for (const resource of stack.resources.filter(({ arn }) => arn === undefined))
    byId.set(resource.physicalId, resource);
  for (const resource of stack.resources) {
    if (resource.arn !== undefined) byId.set(resource.physicalId, resource).set(resource.arn, resource);
  }
  return {
    ...stack,
    ofType: (type) => byType.get(type) ?? [],
    find: (physicalIdOrArn, type) =>
      type === undefined
        ? byId.get(physicalIdOrArn)
        : byType.get(type)?.find(({ physicalId, arn }) => physicalId === physicalIdOrArn || arn === physicalIdOrArn),
  };
}
