import type { CedarRecord, CedarType } from './cedar-type.ts';

/** A value in Cedar's JSON form. */
export type CedarValue = boolean | number | string | readonly CedarValue[] | { readonly [name: string]: CedarValue };

/**
 * Draws validated arguments as a Cedar record of the given type, fields that were left out filled with their defaults.
 *
 * Only what the type names gets in, so no argument can pass for an entity or a function call.
 *
 * @throws TypeError for a value that is not of the type: the contract's check should have refused it.
 */
export function cedarRecord({ attributes }: CedarRecord, input: unknown): Readonly<Record<string, CedarValue>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw notOfItsType();
  const given = new Map<string, unknown>(Object.entries(input));
  const record: Record<string, CedarValue> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const value = given.has(name) ? given.get(name) : attribute.default;
    if (value !== undefined && value !== null) record[name] = cedarValue(attribute, value);
  }
  return record;
}

function cedarValue(type: CedarType, value: unknown): CedarValue {
  switch (type.type) {
    case 'Record':
      return cedarRecord(type, value);
    case 'Set':
      if (!Array.isArray(value)) throw notOfItsType();
      return value.map((item) => cedarValue(type.element, item));
    case 'String':
      if (typeof value === 'string') return value;
      throw notOfItsType();
    case 'Long':
      if (Number.isSafeInteger(value) && typeof value === 'number') return value;
      throw notOfItsType();
    case 'Boolean':
      if (typeof value === 'boolean') return value;
      throw notOfItsType();
  }
}

function notOfItsType(): TypeError {
  return new TypeError('an argument is not of the type its contract gives it');
}

/**
 * The same values with every text as a lenient reader would take it: in one Unicode form (NFKC), without control and format
 * characters, without space around it.
 */
export function canonicalRecord(record: Readonly<Record<string, CedarValue>>): Readonly<Record<string, CedarValue>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, canonical(value)]));
}

function canonical(value: CedarValue): CedarValue {
  if (typeof value === 'string')
    return value
      .normalize('NFKC')
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .trim();
  if (typeof value !== 'object') return value;
  return isList(value) ? value.map(canonical) : canonicalRecord(value);
}

function isList(value: CedarValue): value is readonly CedarValue[] {
  return Array.isArray(value);
}
