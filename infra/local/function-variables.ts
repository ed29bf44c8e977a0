import type * as z from 'zod';
import type { DeployedStack } from './template/deployed-stack.ts';

/** The variables of every function that has all of a kind: names and ids of constructs are the team's own business. */
export function functionVariables<Schema extends z.ZodType>(
  stack: DeployedStack,
  kind: Schema,
): readonly z.output<Schema>[] {
  return stack.ofType('AWS::Lambda::Function').flatMap(({ properties }) => {
    const variables = kind.safeParse(variablesOf(properties.Environment));
    return variables.success ? [variables.data] : [];
  });
}

function variablesOf(environment: unknown): unknown {
  return typeof environment === 'object' && environment !== null && 'Variables' in environment
    ? environment.Variables
    : {};
}
