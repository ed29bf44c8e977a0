import * as z from 'zod';
import type { DeployedResource } from '../template/deployed-stack.ts';

/** Tags as CloudFormation lists them. */
export const TagList = z.array(z.object({ Key: z.string(), Value: z.string() }));

/** The tags of a template resource, from the `Tags` list CloudFormation gives most types. */
export function resourceTags(resource: DeployedResource): { readonly [key: string]: string } {
  return tagMap(TagList.parse(resource.properties.Tags ?? []));
}

/** Tags by key. */
export function tagMap(tags: z.infer<typeof TagList>): { readonly [key: string]: string } {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Tags as condition keys, for example `aws:ResourceTag/caller`. */
export function tagKeys(prefix: string, tags: { readonly [key: string]: string }): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
}
