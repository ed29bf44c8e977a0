/**
 * Forms of well-known credentials that nothing else has, wherever in a text they stand. A guard against accidents, not a
 * scanner: a secret of another form passes.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:\s|\\[nr])*[A-Za-z0-9+/=]{40}/,
  'an AWS access key id': /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  'a GitHub token': /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{22,}/,
  'a Slack token': /\bxox[abprs]-[0-9][A-Za-z0-9-]{9,}/,
  'an API key': /\b(?:sk|rk)[-_](?:live|test|proj|ant)[-_](?=[A-Za-z_-]*[0-9])[-_A-Za-z0-9]{16,}/,
  'a JSON Web Token': /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/,
};

/** Says what kind of secret a text holds, or nothing (H1). */
export function secretIn(text: string): string | undefined {
  return Object.entries(FORMS).find(([, form]) => form.test(text))?.[0];
}
