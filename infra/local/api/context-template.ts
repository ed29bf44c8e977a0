import { UnknownInTemplate } from '../template/deployed-stack.ts';
import type { ContextVariables } from './context-variables.ts';

/** A text with `$context.…` in it. A variable without value gives `absent`. */
export type ContextTemplate = (variables: ContextVariables, absent: string) => string;

const VARIABLE = /\$context\.([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)/g;

/** Anything else that the Velocity language would act on: references, directives and comments. */
const OTHER_VELOCITY = /\$(?=[!{A-Za-z_])\S{0,40}|#(?=[@{*#[A-Za-z])\S{0,40}/;

/**
 * Reads a text that may hold the given context variables and no other Velocity.
 *
 * @throws UnknownInTemplate for a variable that is not allowed and for every other piece of Velocity.
 */
export function compileContextTemplate(
  text: string,
  isAllowed: (variable: string) => boolean,
  where: string,
): ContextTemplate {
  for (const [whole, name] of text.matchAll(VARIABLE)) {
    if (name === undefined || !isAllowed(name)) throw new UnknownInTemplate(`the variable ${whole}`, where);
  }
  const [foreign] = OTHER_VELOCITY.exec(text.replaceAll(VARIABLE, '')) ?? [];
  if (foreign !== undefined) throw new UnknownInTemplate(`the Velocity expression ${foreign}`, where);
  return (variables, absent) => text.replaceAll(VARIABLE, (_, name: string) => variables.get(name) ?? absent);
}

/**
 * A text without any Velocity, as a mock's template must be.
 *
 * @throws UnknownInTemplate when there is some.
 */
export function staticText(text: string, where: string): string {
  compileContextTemplate(text, () => false, where);
  return text;
}
