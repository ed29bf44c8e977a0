// What an author of a tool imports.
export type { Call } from './call.ts';
export type { LentCredentials } from './lent-credentials.ts';
export type { Implementation } from './run-implementation.ts';
export { SecretNeeded } from './secret-needed.ts';
export { ToolError } from './tool-error.ts';
export { toolHandler } from './tool-handler.ts';
