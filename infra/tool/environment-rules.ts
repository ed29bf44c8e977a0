const SECRET_NAME = /SECRET|PASSWORD|PASSWD|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|AUTH_?TOKEN|(^|_)TOKEN$/i;
const DYNAMIC_REFERENCE = /\{\{\s*resolve:/i;

/** Beginnings and forms of well-known credentials; a guard against accidents, not a scanner. */
const SECRET_VALUE = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bgithub_pat_[A-Za-z0-9_]{22,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\b(?:sk|rk)[-_](?:live|test|proj|ant)[-_A-Za-z0-9]{16,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i,
];

/** A value that names a secret instead of holding it may stand under a secret's name. */
const REFERENCE_NAME = /_(?:ARN|NAME|ID|URL|PATH)$/i;

/** Says why a variable may not stand in a function's configuration, or nothing (H1). */
export function environmentProblem(name: string, value: string): string | undefined {
  if (SECRET_NAME.test(name) && !REFERENCE_NAME.test(name)) return 'is named like a secret';
  if (DYNAMIC_REFERENCE.test(value)) return 'is a dynamic reference, which becomes plain text in the configuration';
  if (SECRET_VALUE.some((pattern) => pattern.test(value))) return 'has a value that looks like a secret';
  return undefined;
}
