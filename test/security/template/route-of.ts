import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';

const Method = z.object({ HttpMethod: z.string(), ResourceId: z.string() });
const Part = z.object({ ParentId: z.string(), PathPart: z.string() });

/** A method's verb and path, as in `POST /mcp`. */
export function routeOf({ properties }: DeployedResource, stack: DeployedStack): string {
  const { HttpMethod, ResourceId } = Method.parse(properties);
  return `${HttpMethod} ${pathOf(ResourceId, stack)}`;
}

function pathOf(resourceId: string, stack: DeployedStack): string {
  const resource = stack.find(resourceId, 'AWS::ApiGateway::Resource');
  if (!resource) return '';
  const { ParentId, PathPart } = Part.parse(resource.properties);
  return `${pathOf(ParentId, stack)}/${PathPart}`;
}
