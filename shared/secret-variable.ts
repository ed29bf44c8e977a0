const SECRET_NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** What stands for the caller's id in the ARN of a secret that each caller has one of. */
export const CALLER_PLACE = '{caller}';

/**
 * Name of the variable that tells a tool's function where a secret is: its ARN, never its value (H1).
 *
 * @throws Error when the name is not snake_case, 1 to 40 characters.
 */
export function secretVariable(name: string): string {
  if (SECRET_NAME.test(name)) return `SECRET_${name.toUpperCase()}_ARN`;
  throw new Error(`names of secrets are snake_case, 1 to 40 characters, got ${JSON.stringify(name)}`);
}
