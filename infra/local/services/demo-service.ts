import * as z from 'zod';
import type { CloudAssembly } from '../template/cloud-assembly.ts';
import { UnknownInTemplate } from '../template/deployed-stack.ts';

/** Metadata key under which a secret says which service outside it opens. AWS ignores it. */
export const DEMO_SERVICE_METADATA = 'sallyport:demo-service';

const Metadata = z.strictObject({ url: z.url({ protocol: /^https$/ }), service: z.enum(['rates']) });

/** A service outside AWS that local mode stands in for. */
export interface DemoService extends z.infer<typeof Metadata> {
  /** Logical id of the secret that opens it. */
  readonly secret: string;
}

/** Every service outside that the template names. */
export function demoServices({ template }: CloudAssembly): readonly DemoService[] {
  return Object.entries(template.Resources).flatMap(([secret, { Metadata: metadata }]) => {
    const raw = metadata[DEMO_SERVICE_METADATA];
    if (raw === undefined) return [];
    const parsed = Metadata.safeParse(raw);
    if (parsed.success) return [{ secret, ...parsed.data }];
    throw new UnknownInTemplate(`this form of ${DEMO_SERVICE_METADATA}: ${z.prettifyError(parsed.error)}`, secret);
  });
}
