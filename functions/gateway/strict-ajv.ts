import { Ajv2020 } from 'ajv/dist/2020.js';
import { SENSITIVE_KEYWORD } from '../../shared/sensitive.ts';

/** Formats zod writes together with the pattern that enforces them: the pattern does the work. */
const PATTERNED =
  'email date-time date time duration uuid ipv4 ipv6 cidrv4 cidrv6 base64 base64url e164 nanoid cuid cuid2 ulid xid ksuid emoji hostname hex'.split(
    ' ',
  );

/**
 * JSON Schema 2020-12, refusing what it does not know and repairing nothing (F2). References are never fetched (F8).
 *
 * It stops at the first error: a list of all of them could grow with what the caller sent.
 */
export function strictAjv(): Ajv2020 {
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
