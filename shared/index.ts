// The public surface for tool authors: what a contract is written with.
export { sensitive } from './sensitive.ts';
export type { Callers, Effect, ToolContract, ToolDefinition } from './tool-contract.ts';
export { defineTool } from './tool-contract.ts';
