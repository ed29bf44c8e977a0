import { AuthorizerEnvironment, GatewayEnvironment } from '../shared/environment.ts';
import { PlainFunction } from './plain/function-names.ts';

/** What the bench measures, by the part it plays in a call. */
export const PARTS = ['authorizer', 'gateway', 'tool', 'constantTool', 'bare'] as const;
export type Part = (typeof PARTS)[number];

/** Tells which part a function plays by its environment; undefined for functions that are not measured. */
export function partOf(functionName: string, environment: unknown): Part | undefined {
  if (functionName === PlainFunction.bare) return 'bare';
  if (functionName === PlainFunction.constantTool) return 'constantTool';
  if (AuthorizerEnvironment.safeParse(environment).success) return 'authorizer';
  if (GatewayEnvironment.safeParse(environment).success) return 'gateway';
  return functionName.endsWith('-list_orders') ? 'tool' : undefined;
}
