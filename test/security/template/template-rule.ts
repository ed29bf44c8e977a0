import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import { stackOf } from '../../../infra/local/template/stack-of.ts';
import type { Json } from '../../../shared/json-schema.ts';

/** A control that a template must hold, and ways to lose it: each way must be found, or the rule proves nothing. */
export interface TemplateRule {
  /** Why the template does not hold it; nothing when it does. */
  problemsOf(stack: DeployedStack): readonly string[];
  /** Ways to lose the control, in words. */
  readonly losses: { readonly [words: string]: (stack: DeployedStack) => DeployedStack };
}

type Properties = DeployedResource['properties'];

/**
 * The stack with other properties in its first resource that fits.
 *
 * @throws Error when none fits: nothing would be lost, and the rule would look blind.
 */
export function changed(
  type: string,
  change: (properties: Properties) => Properties,
  fits: (properties: Properties) => boolean = () => true,
): (stack: DeployedStack) => DeployedStack {
  return (stack) => {
    const found = stack.ofType(type).find(({ properties }) => fits(properties));
    if (!found) throw new Error(`no ${type} to change`);
    const resources = stack.resources.map((resource) =>
      resource === found ? { ...resource, properties: change(resource.properties) } : resource,
    );
    return stackOf({ ...stack, resources });
  };
}

/** The stack without its first resource that fits. */
export function without(
  type: string,
  fits: (properties: Properties) => boolean = () => true,
): (stack: DeployedStack) => DeployedStack {
  return (stack) => {
    const found = stack.ofType(type).find(({ properties }) => fits(properties));
    if (!found) throw new Error(`no ${type} to take out`);
    return stackOf({ ...stack, resources: stack.resources.filter((resource) => resource !== found) });
  };
}

/** The stack with one resource more. */
export function added(
  type: string,
  properties: { readonly [name: string]: Json },
): (stack: DeployedStack) => DeployedStack {
  return (stack) => {
    const more = {
      logicalId: 'More',
      type,
      physicalId: 'more',
      arn: 'arn:aws:added:::more',
      properties,
      metadata: {},
      path: 'Added',
    };
    return stackOf({ ...stack, resources: [...stack.resources, more] });
  };
}

/** Properties without some of them. */
export function drop(...names: readonly string[]): (properties: Properties) => Properties {
  return (properties) => Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

/** Properties with others in their place. */
export function put(others: { readonly [name: string]: Json }): (properties: Properties) => Properties {
  return (properties) => ({ ...properties, ...others });
}
