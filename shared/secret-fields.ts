import { childSchemas } from './closed-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** Words, one after another, that name what nobody should give to a model. */
const SECRET_WORDS =
  /(^| )(passwords?|passwd|passphrases?|passcodes?|secrets?|credentials?|apikeys?|(api|private|access|secret|signing|encryption) keys?|(auth|access|refresh|bearer|api|session) tokens?|one time codes?|otp|cvv|cvc)( |$)/;

/**
 * The first field of a schema, at any depth, that is named like a secret. What a tool takes as an argument passes the model
 * and the client (F12, G5).
 */
export function secretField(schema: JsonSchema): string | undefined {
  const own = Object.keys(schema.properties ?? {}).find((name) => SECRET_WORDS.test(wordsOf(name)));
  if (own !== undefined) return own;
  for (const [child] of childSchemas(schema)) {
    const inner = secretField(child);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** `apiKey`, `api_key`, `API-Key` and `api key` are the same words. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .toLowerCase()
    .trim();
}
