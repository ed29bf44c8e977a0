import type { Json } from '../../shared/json-schema.ts';

/** One resource of a template, with its references drawn as text. */
export interface ReportResource {
  readonly type: string;
  readonly stack: string;
  /** Name in texts: the construct path, or the logical id where the template notes none. */
  readonly name: string;
  readonly properties: { readonly [name: string]: Json };
  readonly metadata: { readonly [name: string]: Json };
  /** Absolute folder of its asset; undefined for a resource without one. */
  readonly assetFolder: string | undefined;
}

/** All resources of an assembly. */
export class ReportStacks {
  readonly resources: readonly ReportResource[];

  constructor(resources: readonly ReportResource[]) {
    this.resources = resources;
  }

  /** All resources of one type. */
  ofType(type: string): readonly ReportResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The resources of one stack. Names of functions, roles and parameters tell apart only those of one account and region. */
  inStack(stack: string): ReportStacks {
    return new ReportStacks(this.resources.filter((resource) => resource.stack === stack));
  }

  /** The resource a drawn reference leads to: `<Orders>`, `<Orders.Arn>` or another of its attributes. */
  behind(reference: Json | undefined): ReportResource | undefined {
    if (typeof reference !== 'string') return undefined;
    return this.resources.find(
      ({ name }) =>
        refersTo(reference, name) ||
        (reference.startsWith(`<${name}.`) && /^\w+>$/.test(reference.slice(name.length + 2))),
    );
  }
}

/** Whether a drawn text is a reference to the resource of this name and nothing else. */
export function refersTo(text: string, name: string): boolean {
  return text === `<${name}>` || text === `<${name}.Arn>`;
}
