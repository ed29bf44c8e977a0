import type { ApiDefinition } from './api-definition.ts';

/** The path below the stage; undefined for a path that does not begin with it. */
export function pathBelowStage(stage: string, fullPath: string): string | undefined {
  if (fullPath === `/${stage}`) return '/';
  return fullPath.startsWith(`/${stage}/`) ? fullPath.slice(stage.length + 1) : undefined;
}

/**
 * The path an API's resources are matched against.
 *
 * On AWS the host says whether the stage is part of the path. Here both hosts lead to one port, so the path itself says it;
 * an API where it could mean either does not start.
 */
export function pathOfResource({ stage, customDomain }: ApiDefinition, fullPath: string): string | undefined {
  return pathBelowStage(stage, fullPath) ?? (customDomain ? fullPath : undefined);
}

/** Whether a request target is under the stage of an API whose own address is switched off. */
export function isSwitchedOff({ stage, executeApiDisabled }: ApiDefinition, target: string): boolean {
  const [fullPath = ''] = target.split('?');
  return executeApiDisabled && pathBelowStage(stage, fullPath) !== undefined;
}
