import * as z from 'zod';
import { randomText } from './credential-store.ts';

/** `GenerateSecretString` of a secret in the template. */
export const GenerateSecretString = z.strictObject({
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  GenerateStringKey: z.string().optional(),
  IncludeSpace: z.boolean().default(false),
  PasswordLength: z.coerce.number().int().min(1).max(4096).default(32),
  RequireEachIncludedType: z.boolean().default(true),
  SecretStringTemplate: z.string().optional(),
});

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Makes a random value as Secrets Manager does when the stack is created: fresh in every start. */
export function generatedSecret(rules: z.infer<typeof GenerateSecretString>): string {
  const password = randomPassword(rules);
  const { SecretStringTemplate, GenerateStringKey } = rules;
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return password;
  const template = z.record(z.string(), z.json()).parse(JSON.parse(SecretStringTemplate));
  return JSON.stringify({ ...template, [GenerateStringKey]: password });
}

function randomPassword(rules: z.infer<typeof GenerateSecretString>): string {
  const classes = [
    rules.ExcludeLowercase ? '' : LOWER,
    rules.ExcludeUppercase ? '' : LOWER.toUpperCase(),
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : PUNCTUATION,
    rules.IncludeSpace ? ' ' : '',
  ].map((characters) => [...characters].filter((c) => !rules.ExcludeCharacters.includes(c)).join(''));
  const included = classes.filter((characters) => characters !== '');
  if (included.length === 0) throw new Error('a generated secret needs at least one allowed character');
  const required = rules.RequireEachIncludedType && rules.PasswordLength >= included.length ? included : [];
  for (;;) {
    const password = randomText(included.join(''), rules.PasswordLength);
    if (required.every((characters) => [...password].some((c) => characters.includes(c)))) return password;
  }
}
