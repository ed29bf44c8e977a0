import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import { type DeployedResource, UnknownInTemplate } from '../template/deployed-stack.ts';

/** Metadata key under which a resource of the template carries what local mode puts into it. AWS ignores it. */
export const DEMO_METADATA = 'sallyport:demo';

/** What stands for `{{alice}}` in demo data: the caller id of that person in this start. */
export type DemoNames = { readonly [name: string]: string };

const Table = z.strictObject({ items: z.array(z.record(z.string(), z.json())) });
const Bucket = z.strictObject({ objects: z.record(z.string(), z.string()) });
const Secret = z.strictObject({ value: z.string() });

/** Demo rows of a table, as plain JSON. */
export function demoItems(table: DeployedResource, names: DemoNames): readonly { readonly [name: string]: Json }[] {
  return read(table, Table, names)?.items ?? [];
}

/** Demo objects of a bucket: text by key. */
export function demoObjects(bucket: DeployedResource, names: DemoNames): { readonly [key: string]: string } {
  return read(bucket, Bucket, names)?.objects ?? {};
}

/** Demo value of a secret: for local mode only, and visible to everybody who reads the template. */
export function demoSecret(secret: DeployedResource, names: DemoNames): string | undefined {
  return read(secret, Secret, names)?.value;
}

function read<T>(resource: DeployedResource, schema: z.ZodType<T>, names: DemoNames): T | undefined {
  const raw = resource.metadata[DEMO_METADATA];
  if (raw === undefined) return undefined;
  const parsed = schema.safeParse(fill(raw, names, resource.path));
  if (parsed.success) return parsed.data;
  throw new UnknownInTemplate(`this form of ${DEMO_METADATA}: ${z.prettifyError(parsed.error)}`, resource.path);
}

/** Puts names in the place of `{{…}}`, also in object keys: a bucket's keys begin with the caller's folder. */
function fill(value: Json, names: DemoNames, where: string): Json {
  if (typeof value === 'string') return fillText(value, names, where);
  if (Array.isArray(value)) return value.map((item: Json) => fill(item, names, where));
  if (value === null || typeof value !== 'object') return value;
  const filled = Object.entries(value).map(([key, item]) => [fillText(key, names, where), fill(item, names, where)]);
  return Object.fromEntries(filled);
}

function fillText(text: string, names: DemoNames, where: string): string {
  return text.replace(/\{\{([^{}]*)\}\}/g, (_, name: string) => {
    const found = Object.hasOwn(names, name) ? names[name] : undefined;
    if (found === undefined) throw new UnknownInTemplate(`the demo name {{${name}}}`, where);
    return found;
  });
}
