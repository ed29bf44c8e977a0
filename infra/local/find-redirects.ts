import { FacadeEnvironment } from '../../shared/environment.ts';
import { functionVariables } from './function-variables.ts';
import type { DeployedStack } from './template/deployed-stack.ts';

/** Where codes for a client end: its own addresses at the sign-in facade, or, without a facade, at the pool. */
export function redirectFinder(
  stack: DeployedStack,
): (client: { readonly id: string; readonly redirectUris: readonly string[] }) => readonly string[] {
  const known = functionVariables(stack, FacadeEnvironment).flatMap(({ CLIENTS }) => CLIENTS);
  return ({ id, redirectUris }) => known.find((client) => client.id === id)?.redirectUris ?? redirectUris;
}
