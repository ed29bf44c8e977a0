import { UnknownInPolicy } from './unknown-in-policy.ts';

/**
 * Condition keys that local mode fills as AWS does, in lower case.
 *
 * A key that ends with `/*` stands for a family, for example `aws:principaltag/*`.
 */
export type KnownConditionKeys = ReadonlySet<string>;

/**
 * Lets only keys pass that local mode fills. An unfilled key would look absent and decide wrongly.
 *
 * @throws UnknownInPolicy with the key's name.
 */
export function checkConditionKey(key: string, known: KnownConditionKeys, where: string): string {
  const name = key.toLowerCase();
  const slash = name.indexOf('/');
  const family = slash > 0 && slash < name.length - 1 ? `${name.slice(0, slash)}/*` : name;
  if (known.has(name) || known.has(family)) return key;
  throw new UnknownInPolicy(`the condition key ${key}`, where);
}
