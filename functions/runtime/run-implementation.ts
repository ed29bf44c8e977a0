import type * as z from 'zod';
import type { ToolContract } from '../../shared/tool-contract.ts';
import { type Call, makeCall } from './call.ts';
import type { RunningCall } from './running-call.ts';
import { SecretNeeded } from './secret-needed.ts';
import { ToolError } from './tool-error.ts';

/** What a team writes: arguments in, result out, with the credentials of the call. */
export type Implementation<Input extends z.ZodObject, Output extends z.ZodObject> = (
  input: z.output<Input>,
  call: Call,
) => Promise<z.output<Output>>;

/** What one frame may hold. */
const MAX_MESSAGE = 2000;

/** Runs an implementation and draws its final frame: a result, or the words of a deliberate refusal. */
export async function runImplementation<Input extends z.ZodObject, Output extends z.ZodObject>(
  contract: ToolContract<Input, Output>,
  implement: Implementation<Input, Output>,
  running: RunningCall,
  signal: AbortSignal,
): Promise<string> {
  const { frames } = running;
  try {
    const input = parseInput(contract, running);
    const output = await implement(input, makeCall(running, signal));
    return frames.draw({ type: 'result', output });
  } catch (error) {
    if (error instanceof ToolError) return frames.draw({ type: 'error', message: error.message.slice(0, MAX_MESSAGE) });
    if (error instanceof SecretNeeded) return askForSecret(error, running);
    throw error;
  }
}

/** The cause stays in the function's log: AWS names the secret, the role and the caller in it. */
function askForSecret({ secretName: secret, message, cause }: SecretNeeded, { call, frames }: RunningCall): string {
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : typeof cause;
  console.info(JSON.stringify({ level: 'info', call: call.id, message, cause: said }));
  return frames.draw({ type: 'input_required', secret });
}

/** The gateway has checked the arguments by JSON Schema; here defaults are filled and the contract's own rules run. */
function parseInput<Input extends z.ZodObject, Output extends z.ZodObject>(
  contract: ToolContract<Input, Output>,
  { call, input }: RunningCall,
): z.output<Input> {
  if (call.tool !== contract.name) throw new Error(`the envelope is for another tool than ${contract.name}`);
  const parsed = contract.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const rules = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  throw new ToolError(`Invalid arguments: ${rules.join('; ')}`);
}
