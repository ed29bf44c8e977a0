import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { ContractDocument } from '../../shared/contract-document.ts';

/** What is wrong with a value, in words that name a path and a rule, or undefined when nothing is. */
export type Check = (value: unknown) => string | undefined;

export interface SchemaValidators {
  /** The check of one side of a contract, compiled at its first use and kept: it holds no caller's data. */
  check(tool: ContractDocument, side: 'inputSchema' | 'outputSchema'): Promise<Check>;
}

const MAX_ISSUE = 300;

/** Makes the validators of one Lambda environment. */
export function schemaValidators(): SchemaValidators {
  const compiled = new WeakMap<object, Check>();
  let ajv: Promise<Ajv2020> | undefined;
  return {
    async check(tool, side) {
      const schema = tool[side];
      const known = compiled.get(schema);
      if (known) return known;
      ajv ??= loadAjv();
      const check = describeFirstError((await ajv).compile(schema));
      compiled.set(schema, check);
      return check;
    },
  };
}

/** Loaded at the first call from a file of its own: listing tools does not need it. */
async function loadAjv(): Promise<Ajv2020> {
  const { strictAjv } = await import('./strict-ajv.ts');
  return strictAjv();
}

function describeFirstError(validate: ValidateFunction): Check {
  return (value) => {
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    // Ajv keeps the errors on the function: they must not outlive this call.
    validate.errors = null;
    return error ? describe(error) : 'does not match the schema';
  };
}

function describe({ instancePath, message = 'is not valid', keyword, params }: ErrorObject): string {
  const extra = keyword === 'additionalProperties' ? `: ${String(params.additionalProperty)}` : '';
  return printable(`${instancePath || 'the arguments'} ${message}${extra}`).slice(0, MAX_ISSUE);
}

/** Paths contain what the caller sent as keys. */
function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
}
