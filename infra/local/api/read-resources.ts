import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { ApiResource } from './api-definition.ts';
import { segmentsOf } from './find-method.ts';
import { parseProperties } from './parse-properties.ts';

const Properties = z.strictObject({ ParentId: z.string(), PathPart: z.string(), RestApiId: z.string() });

/**
 * Reads the tree of resources, by resource id. A method's id that is none of the tree's is the root.
 *
 * @throws UnknownInTemplate for a `{name+}` that is not the last segment, which API Gateway refuses too.
 */
export function readResources(stack: DeployedStack): ReadonlyMap<string, ApiResource> {
  const nodes = new Map(stack.ofType('AWS::ApiGateway::Resource').map((node) => [node.physicalId, node]));
  const resources = new Map<string, ApiResource>();
  for (const [id, node] of nodes) {
    const path = pathOf(node, nodes);
    const segments = segmentsOf(path);
    if (segments.slice(0, -1).some((segment) => segment.endsWith('+}'))) {
      throw new UnknownInTemplate(`a resource below a greedy one, ${path}`, node.path);
    }
    resources.set(id, { id, path, segments });
  }
  for (const { properties } of stack.ofType('AWS::ApiGateway::Method')) {
    const id = properties.ResourceId;
    if (typeof id === 'string' && !nodes.has(id)) resources.set(id, { id, path: '/', segments: [] });
  }
  return resources;
}

function pathOf(node: DeployedResource, nodes: ReadonlyMap<string, DeployedResource>): string {
  const { ParentId, PathPart } = parseProperties(Properties, node);
  const parent = nodes.get(ParentId);
  return `${parent ? pathOf(parent, nodes) : ''}/${PathPart}`;
}
