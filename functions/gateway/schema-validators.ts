import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { ContractDocument } from '../../shared/contract-document.ts';
import { SENSITIVE_KEYWORD } from '../../shared/sensitive.ts';

/** What is wrong with a value, in words that name a path and a rule, or undefined when nothing is. */
export type Check = (value: unknown) => string | undefined;

export interface SchemaValidators {
  /** The check of one side of a contract, compiled at its first use and kept: it holds no caller's data. */
  check(tool: ContractDocument, side: 'inputSchema' | 'outputSchema'): Promise<Check>;
}

/** Formats zod writes together with the pattern that enforces them: the pattern does the work. */
const PATTERNED =
  'email date-time date time duration uuid ipv4 ipv6 cidrv4 cidrv6 base64 base64url e164 nanoid cuid cuid2 ulid xid ksuid emoji hostname hex'.split(
    ' ',
  );

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
      ajv ??= strictAjv();
      const check = describeFirstError((await ajv).compile(schema));
      compiled.set(schema, check);
      return check;
    },
  };
}

/**
 * JSON Schema 2020-12, refusing what it does not know and repairing nothing (F2). References are never fetched (F8).
 *
 * It stops at the first error: a list of all of them could grow with what the caller sent. Loaded at the first call,
 * because listing tools does not need it.
 */
async function strictAjv(): Promise<Ajv2020> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({
    strict: true,
    // Compiling the meta-schemas costs five times what a contract does. Strict mode itself refuses unknown keywords,
    // types and formats, and keyword values of the wrong type; the contracts were checked at synth (F1).
    validateSchema: false,
    allowUnionTypes: true,
    coerceTypes: false,
    useDefaults: false,
    removeAdditional: false,
    allErrors: false,
    messages: true,
    ownProperties: true,
    logger: false,
    formats: { uri: URL.canParse, jwt: /^[\w-]+\.[\w-]+\.[\w-]*$/ },
  });
  for (const format of PATTERNED) ajv.addFormat(format, true);
  return ajv.addKeyword({ keyword: SENSITIVE_KEYWORD, schemaType: 'boolean' });
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
