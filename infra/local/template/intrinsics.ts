import type { Json } from '../../../shared/json-schema.ts';
import { UnknownInTemplate } from './deployed-stack.ts';

/** What references lead to. */
export interface References {
  /** `Ref`: pseudo parameter, parameter or resource. */
  ref(name: string, at: string): string;
  /** `Fn::GetAtt`. */
  attribute(logicalId: string, attribute: string, at: string): string;
}

/** CloudFormation drops a property whose value is this. */
const NO_VALUE = 'AWS::NoValue';

type Intrinsic = (argument: Json, references: References, at: string) => Json;

const INTRINSICS: { readonly [name: string]: Intrinsic } = {
  Ref: (argument, references, at) => references.ref(text(argument, at), at),
  'Fn::GetAtt': getAtt,
  'Fn::GetAZs': zones,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': substitute,
};

/**
 * Replaces every intrinsic function in a value of the template.
 *
 * @throws UnknownInTemplate for a function, reference or attribute that is not known.
 */
export function resolveIntrinsics(value: Json, references: References, at: string): Json {
  if (Array.isArray(value)) {
    return value.filter(hasValue).map((item, index) => resolveIntrinsics(item, references, `${at}.${index}`));
  }
  if (!isObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (key !== undefined && (key === 'Ref' || key.startsWith('Fn::')) && others.length === 0) {
    const intrinsic = Object.hasOwn(INTRINSICS, key) ? INTRINSICS[key] : undefined;
    if (!intrinsic) throw new UnknownInTemplate(`the intrinsic function ${key}`, at);
    return intrinsic(value[key] ?? null, references, `${at}.${key}`);
  }
  return resolveProperties(value, references, at);
}

/** As `resolveIntrinsics`, for an object that is not an intrinsic function itself. */
export function resolveProperties(
  properties: { readonly [name: string]: Json },
  references: References,
  at: string,
): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, item]) => hasValue(item))
      .map(([name, item]) => {
        if (name.startsWith('Fn::')) throw new UnknownInTemplate(`the key ${name} beside others`, at);
        return [name, resolveIntrinsics(item, references, `${at}.${name}`)];
      }),
  );
}

function getAtt(argument: Json, references: References, at: string): Json {
  const [logicalId, attribute] = list(argument, at);
  return references.attribute(text(logicalId, at), text(attribute, at), at);
}

/** Every region has at least three; which of them is nobody's business here. */
function zones(argument: Json, references: References, at: string): Json {
  const region = text(resolveIntrinsics(argument, references, at), at) || references.ref('AWS::Region', at);
  return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
}

function join(argument: Json, references: References, at: string): Json {
  const [delimiter, items] = list(argument, at);
  return list(resolveIntrinsics(items ?? null, references, at), at)
    .map((item) => text(item, at))
    .join(text(delimiter, at));
}

function select(argument: Json, references: References, at: string): Json {
  const [index, items] = list(argument, at);
  const chosen = list(resolveIntrinsics(items ?? null, references, at), at)[Number(index)];
  if (chosen === undefined) throw new UnknownInTemplate(`element ${JSON.stringify(index)} of Fn::Select`, at);
  return chosen;
}

function split(argument: Json, references: References, at: string): Json {
  const [delimiter, source] = list(argument, at);
  return text(resolveIntrinsics(source ?? null, references, at), at).split(text(delimiter, at));
}

/** `${Name}`, `${Name.Attribute}`, variables of its own, and `${!literal}`. */
function substitute(argument: Json, references: References, at: string): Json {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (!isObject(variables)) throw new UnknownInTemplate('the variables of Fn::Sub', at);
  return text(pattern, at).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const own = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (own !== undefined) return text(resolveIntrinsics(own, references, at), at);
    const dot = name.indexOf('.');
    if (dot < 0) return references.ref(name, at);
    return references.attribute(name.slice(0, dot), name.slice(dot + 1), at);
  });
}

function hasValue(value: Json): boolean {
  return !(isObject(value) && value.Ref === NO_VALUE);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: Json | undefined, at: string): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new UnknownInTemplate(`${JSON.stringify(value)} where a list belongs`, at);
}

function text(value: Json | undefined, at: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UnknownInTemplate(`${JSON.stringify(value)} where a string belongs`, at);
}
