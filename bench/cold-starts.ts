import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Invocation } from '../infra/local/lambda/lambda-host.ts';
import { startLambdaHost } from '../infra/local/lambda/start-lambda-host.ts';
import type { DeployedStack } from '../infra/local/template/deployed-stack.ts';
import { PARTS, type Part } from './function-part.ts';
import { partResources } from './part-resources.ts';
import { PlainFunction } from './plain/function-names.ts';
import { probedStack } from './probed-stack.ts';
import type { Served } from './served.ts';
import type { GuardedStack } from './start-guarded-stack.ts';
import { callListOrders } from './tool-request.ts';

/** One start of a function in a fresh process, as the probe saw it. */
export const ColdStart = z.object({
  /** From the process's start until the bundle is imported: Node and AWS's runtime client. */
  beforeImportMs: z.number().positive(),
  importMs: z.number().positive(),
  firstCallMs: z.number().positive(),
  /** CPU of all threads during import and first call. */
  processorMs: z.number().positive(),
  residentBytes: z.number().positive(),
});
export type ColdStart = z.infer<typeof ColdStart>;

/** Functions ready to be started cold. */
interface Ground {
  readonly served: Served;
  readonly probed: DeployedStack;
}

const LINE = 'cold-start ';
const LINE_WAIT_MS = 5_000;

/** What the answer of each part holds when the call succeeded. */
const SUCCESS: Readonly<Record<Part, string>> = {
  authorizer: '"Effect":"Allow"',
  gateway: '"structuredContent":{"orders":[{"',
  tool: '{"type":"result","output":{"orders":[{"',
  constantTool: '{"type":"result","output":{"orders":[{"',
  bare: 'structuredContent',
};

/**
 * Starts every part again and again in fresh processes, in turns, each with an event that occurred a moment before.
 *
 * The gateway finds everything else warm: the issuer, AWS and the tool.
 */
export async function measureColdStarts(
  guarded: GuardedStack,
  plain: Served,
  rounds: number,
): Promise<Record<Part, readonly ColdStart[]>> {
  const [behindGate, inTheOpen] = [probedStack(guarded.stack), probedStack(plain.stack)];
  const starts: Record<Part, ColdStart[]> = { authorizer: [], gateway: [], tool: [], constantTool: [], bare: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      await callListOrders(guarded.endpoint, guarded.token);
      await callListOrders(plain.endpoint);
      for (const part of PARTS) {
        const isOurs = part === 'authorizer' || part === 'gateway' || part === 'tool';
        const ground = isOurs
          ? { served: guarded, probed: behindGate.stack }
          : { served: plain, probed: inTheOpen.stack };
        starts[part].push(await coldStart(ground, part, invocationOf(part, guarded, plain)));
      }
    }
    return starts;
  } finally {
    for (const { folder } of [behindGate, inTheOpen]) rmSync(folder, { recursive: true });
  }
}

/** The event that a part served in the ordinary call of this round. The constant tool gets the tool's, without tenant. */
function invocationOf(part: Part, guarded: Served, plain: Served): Invocation {
  if (part === 'bare') return latest(plain, part);
  if (part !== 'constantTool') return latest(guarded, part);
  return { functionName: PlainFunction.constantTool, payload: latest(guarded, 'tool').payload };
}

function latest({ recorded, stack }: Served, part: Part): Invocation {
  const invocation = recorded.get(partResources(stack).get(part)?.physicalId ?? '');
  if (invocation === undefined) throw new Error(`the ordinary call did not reach the ${part}`);
  return invocation;
}

async function coldStart({ served, probed }: Ground, part: Part, invocation: Invocation): Promise<ColdStart> {
  const line = Promise.withResolvers<string>();
  const host = await startLambdaHost({
    stack: probed,
    environmentFor: served.environmentFor,
    onLog: ({ text }) => (text.startsWith(LINE) ? line.resolve(text.slice(LINE.length)) : undefined),
    now: Date.now,
  });
  try {
    const response = await host.invoke(invocation);
    const answer = (await Array.fromAsync(response.body)).map((chunk) => Buffer.from(chunk).toString()).join('');
    const outcome = await response.outcome;
    if (!outcome.ok) throw new Error(`the ${part} failed: ${outcome.errorType}: ${outcome.errorMessage}`);
    if (!answer.includes(SUCCESS[part])) throw new Error(`the ${part} refused: ${answer.slice(0, 300)}`);
    return ColdStart.parse(JSON.parse(await Promise.race([line.promise, noLine(part)])));
  } finally {
    await host.close();
  }
}

async function noLine(part: Part): Promise<never> {
  await sleep(LINE_WAIT_MS, undefined, { ref: false });
  throw new Error(`the probe of the ${part} said nothing`);
}
