import * as z from 'zod';
import type { CloudAssembly } from '../template/cloud-assembly.ts';
import { UnknownInTemplate } from '../template/deployed-stack.ts';

/** Metadata key under which a resource says which services outside it belongs to. AWS ignores it. */
export const DEMO_SERVICE_METADATA = 'sallyport:demo-service';

/** What local mode can stand in for. */
export const ServiceName = z.enum(['rates', 'profiles', 'profiles-issuer', 'parcels']);
export type ServiceName = z.infer<typeof ServiceName>;

const Service = z.strictObject({ url: z.url({ protocol: /^https$/ }), service: ServiceName });
const Metadata = z.array(Service).min(1);

/** A service outside AWS that local mode stands in for. */
export interface DemoService extends z.infer<typeof Service> {
  /** Logical id of the resource that names it: the secret that opens it, where a secret does. */
  readonly owner: string;
}

/** Every service outside that the template names. */
export function demoServices({ template }: CloudAssembly): readonly DemoService[] {
  return Object.entries(template.Resources).flatMap(([owner, { Metadata: metadata }]) => {
    const raw = metadata[DEMO_SERVICE_METADATA];
    if (raw === undefined) return [];
    const parsed = Metadata.safeParse(raw);
    if (parsed.success) return parsed.data.map((service) => ({ owner, ...service }));
    throw new UnknownInTemplate(`this form of ${DEMO_SERVICE_METADATA}: ${z.prettifyError(parsed.error)}`, owner);
  });
}
