import type { Json } from '../../shared/json-schema.ts';

/** How references are written. */
export interface ReferenceNames {
  /** A resource by its logical id; a parameter or pseudo parameter by its own name. */
  nameOf(id: string): string;
  /** What another stack exports under this name, drawn already. */
  exported(name: string): string | undefined;
}

/**
 * Draws a value of a template with its references as text: `<Orders>` for `Ref`, `<Orders.Arn>` for `Fn::GetAtt`, what
 * `Fn::Join` joins. A function it does not know stands there as JSON in angle brackets, so nothing is lost.
 */
export function drawReferences(value: Json, names: ReferenceNames): Json {
  if (Array.isArray(value)) return value.filter(isThere).map((item) => drawReferences(item, names));
  if (!isRecord(value)) return value;
  return drawFunction(value, names) ?? drawFields(value, names);
}

/** As `drawReferences`, for an object that is no function itself. */
export function drawFields(value: { readonly [key: string]: Json }, names: ReferenceNames): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => isThere(item))
      .map(([key, item]) => [key, drawReferences(item, names)]),
  );
}

/** A drawn value as one text. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** A drawn value as a list: AWS takes one thing without its list in many places. */
export function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether a drawn value is an object with fields. */
export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function drawFunction(value: { readonly [key: string]: Json }, names: ReferenceNames): string | undefined {
  const [[name, argument] = [], ...others] = Object.entries(value);
  if (name === undefined || argument === undefined || others.length > 0) return undefined;
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? `<${names.nameOf(argument)}>` : asItStands(value);
    case 'Fn::GetAtt':
      return drawAttribute(argument, names) ?? asItStands(value);
    case 'Fn::Join':
      return drawJoin(argument, names) ?? asItStands(value);
    case 'Fn::Sub':
      return drawSub(argument, names) ?? asItStands(value);
    case 'Fn::ImportValue':
      return names.exported(textOf(drawReferences(argument, names))) ?? asItStands(value);
    default:
      return name.startsWith('Fn::') ? asItStands(value) : undefined;
  }
}

function drawAttribute(argument: Json, { nameOf }: ReferenceNames): string | undefined {
  const [id, ...attribute] =
    typeof argument === 'string' ? argument.split('.') : Array.isArray(argument) ? argument : [];
  return typeof id === 'string' ? `<${[nameOf(id), ...attribute.map(textOf)].join('.')}>` : undefined;
}

function drawJoin(argument: Json, names: ReferenceNames): string | undefined {
  const [delimiter, parts] = Array.isArray(argument) ? argument : [];
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) return undefined;
  return parts.map((part) => textOf(drawReferences(part, names))).join(delimiter);
}

/** `${Name}`, `${Name.Attribute}`, variables of its own, and `${!literal}`. */
function drawSub(argument: Json, names: ReferenceNames): string | undefined {
  const [pattern, own = {}] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string' || !isRecord(own)) return undefined;
  return pattern.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const [id = '', ...attribute] = name.split('.');
    return Object.hasOwn(own, name)
      ? textOf(drawReferences(own[name] ?? null, names))
      : `<${[names.nameOf(id), ...attribute].join('.')}>`;
  });
}

function asItStands(value: Json): string {
  return `<${JSON.stringify(value)}>`;
}

function isThere(value: Json): boolean {
  return !(isRecord(value) && value.Ref === 'AWS::NoValue');
}
