import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../infra/local/template/deployed-stack.ts';
import { type Part, partOf } from './function-part.ts';

const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) }).catch({ Variables: {} });

/** The functions of a template that are measured. */
export function partResources(stack: DeployedStack): ReadonlyMap<Part, DeployedResource> {
  return new Map(
    stack.ofType('AWS::Lambda::Function').flatMap((resource) => {
      const part = partOf(resource.physicalId, Environment.parse(resource.properties.Environment).Variables);
      return part === undefined ? [] : [[part, resource] as const];
    }),
  );
}
