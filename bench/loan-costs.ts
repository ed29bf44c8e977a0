import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { partResources } from './part-resources.ts';
import type { GuardedStack } from './start-guarded-stack.ts';

const PROGRAM = fileURLToPath(new URL('./loan-process.ts', import.meta.url));

const Samples = z.array(z.number().positive()).min(1);

/** What one loan costs, in milliseconds; each sample is the mean of a batch. */
export const LoanCosts = z.object({
  /** CPU of the process that borrows, for a loan of its own. */
  freshProcessorMs: Samples,
  /** From the question to STS until its answer is read. STS is local mode's: the way to AWS's comes on top. */
  freshWallMs: Samples,
  /** CPU for a loan that is kept and found again by caller, client, tool and session policy. */
  reusedProcessorMs: Samples,
});
export type LoanCosts = z.infer<typeof LoanCosts>;

/**
 * Borrows again and again as the gateway does, in a process of its own with the gateway's credentials, and beside it finds
 * kept loans again: the price of not keeping them (security requirements §5.1, D4 against D5).
 */
export async function measureLoans(guarded: GuardedStack, batches: number): Promise<LoanCosts> {
  const gateway = partResources(guarded.stack).get('gateway')?.physicalId;
  if (gateway === undefined) throw new Error('the template has no gateway');
  const environment = await guarded.environmentFor(gateway);
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, String(batches)], {
    env: { ...environment, AWS_REGION: guarded.stack.region, ACCOUNT: guarded.stack.account },
  });
  return LoanCosts.parse(JSON.parse(stdout));
}
