import type { LentCredentials } from './lent-credentials.ts';
import { secretForms } from './secret-forms.ts';

/** The text with every quotation of the lent credentials replaced: error messages of others may hold them. */
export function hideCredentials(text: string, credentials: LentCredentials): string {
  return secretsOf(credentials).reduce((shown, secret) => shown.replaceAll(secret, `${credentials}`), text);
}

/** Whether a text quotes the lent credentials: whole or half, as they are or encoded (D5, G5). */
export function quotesCredentials(text: string, credentials: LentCredentials): boolean {
  return secretsOf(credentials).some((secret) => text.includes(secret));
}

/** The key id is no secret, but it names the loan; in a text it stands next to the secret more often than not. */
function secretsOf({ accessKeyId, secretAccessKey, sessionToken }: LentCredentials): readonly string[] {
  const secrets = [secretAccessKey, sessionToken, accessKeyId].filter((secret) => secret !== '');
  return secrets.flatMap(secretForms).toSorted((a, b) => b.length - a.length);
}
