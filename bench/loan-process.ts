import { createHash } from 'node:crypto';
import { STSClient } from '@aws-sdk/client-sts';
import { callerSession } from '../functions/gateway/caller-session.ts';
import type { Caller } from '../shared/caller.ts';
import { callerRolePath } from '../shared/resource-names.ts';

/** Loans in one batch: one alone is too short for the CPU clock. */
const BATCH = 20;

const GATEWAY = 'mcp';
const TOOL = 'list_orders';
const CALLER: Caller = { id: 'caller-of-the-bench', subject: 'bench', kind: 'person', clientId: 'bench', groups: [] };
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['dynamodb:Query'], Resource: ['*'] }],
});

const sts = new STSClient();

function borrow() {
  return callerSession({
    sts,
    rolePrefix: `arn:aws:iam::${process.env.ACCOUNT}:role${callerRolePath(GATEWAY)}`,
    gateway: GATEWAY,
    tool: TOOL,
    caller: CALLER,
    policy: POLICY,
    signal: AbortSignal.timeout(5000),
  });
}

/** What a gateway that keeps loans would do before each call. */
const kept = new Map<string, Awaited<ReturnType<typeof borrow>>>();

async function reuse() {
  const digest = createHash('sha256').update(POLICY).digest('base64url');
  const key = JSON.stringify([CALLER.id, CALLER.clientId, TOOL, digest]);
  const known = kept.get(key);
  if (known && Date.parse(known.expiration) > Date.now() + 60_000) return known;
  const loan = await borrow();
  kept.set(key, loan);
  return loan;
}

/** CPU and wall time of one run of `step`, as the mean of a batch. */
async function measure(step: () => Promise<unknown>) {
  const [before, begun] = [process.cpuUsage(), performance.now()];
  for (let run = 0; run < BATCH; run++) await step();
  const { user, system } = process.cpuUsage(before);
  return { processorMs: (user + system) / 1000 / BATCH, wallMs: (performance.now() - begun) / BATCH };
}

const batches = Number(process.argv[2]);
await measure(borrow);
await measure(reuse);
const fresh = [];
const reused = [];
for (let batch = 0; batch < batches; batch++) {
  fresh.push(await measure(borrow));
  reused.push(await measure(reuse));
}
console.log(
  JSON.stringify({
    freshProcessorMs: fresh.map(({ processorMs }) => processorMs),
    freshWallMs: fresh.map(({ wallMs }) => wallMs),
    reusedProcessorMs: reused.map(({ processorMs }) => processorMs),
  }),
);
