import { secretIn } from '../secret-forms.ts';

const SECRET_NAME = /SECRET|PASSWORD|PASSWD|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|AUTH_?TOKEN|(^|_)TOKEN$/i;
const DYNAMIC_REFERENCE = /\{\{\s*resolve:/i;

/** Beginnings of secrets that a variable has no other reason to hold, though code may. */
const SECRET_VALUE = [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i];

/** A value that names a secret instead of holding it may stand under a secret's name. */
const REFERENCE_NAME = /_(?:ARN|NAME|ID|URL|PATH)$/i;

/** Says why a variable may not stand in a function's configuration, or nothing (H1). */
export function environmentProblem(name: string, value: string): string | undefined {
  if (SECRET_NAME.test(name) && !REFERENCE_NAME.test(name)) return 'is named like a secret';
  if (DYNAMIC_REFERENCE.test(value)) return 'is a dynamic reference, which becomes plain text in the configuration';
  if (secretIn(value) || SECRET_VALUE.some((pattern) => pattern.test(value)))
    return 'has a value that looks like a secret';
  return undefined;
}
