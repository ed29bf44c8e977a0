import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { StackFiles } from './read-stacks.ts';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({
          stackName: z.string().optional(),
          templateFile: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .default({}),
    }),
  ),
});

/** Finds the stacks of a cloud assembly, those of its stages too. */
export function assemblyStacks(assembly: string): readonly StackFiles[] {
  const folder = resolve(assembly);
  const { artifacts } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  return Object.entries(artifacts).flatMap(([id, { type, properties }]) => {
    const { templateFile, directoryName } = properties;
    if (type === 'cdk:cloud-assembly' && directoryName !== undefined)
      return assemblyStacks(join(folder, directoryName));
    if (type !== 'aws:cloudformation:stack' || templateFile === undefined) return [];
    return [{ folder, stack: id, template: templateFile, assets: `${id}.assets.json` }];
  });
}
