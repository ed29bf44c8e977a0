/**
 * A refusal whose text reaches the model: the only exception of a tool that does.
 *
 * Write it for the model: what went wrong and what to do next, without ids, paths or messages of other systems (A10).
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
