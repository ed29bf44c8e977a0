import { UnknownInPolicy } from './unknown-in-policy.ts';

/** The condition keys of one request, found without regard to case, as AWS does. */
export interface RequestContext {
  /** Undefined when the key is absent. A list with no values counts as absent. */
  get(key: string): string | readonly string[] | undefined;
}

/**
 * Makes the condition keys of a request findable.
 *
 * @throws UnknownInPolicy when two keys differ by case only: which one counts is not documented.
 */
export function readContext(context: { readonly [key: string]: string | readonly string[] }): RequestContext {
  const values = new Map<string, string | readonly string[]>();
  for (const [key, value] of Object.entries(context)) {
    const name = key.toLowerCase();
    if (values.has(name)) throw new UnknownInPolicy(`two condition keys named ${key}`, 'the request');
    if (value.length > 0 || typeof value === 'string') values.set(name, value);
  }
  return { get: (key) => values.get(key.toLowerCase()) };
}
