import type * as z from 'zod';
import { type DeployedResource, UnknownInTemplate } from '../template/deployed-stack.ts';

/**
 * Reads a resource's properties by a closed schema.
 *
 * @throws UnknownInTemplate naming the first property or value the schema does not have.
 */
export function parseProperties<S extends z.ZodType>(
  schema: S,
  { type, path, properties }: DeployedResource,
): z.output<S> {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new UnknownInTemplate(`${type} ${place}: ${issue?.message}`, path);
}
