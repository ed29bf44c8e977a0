import { parseArgs } from 'node:util';
import { removeDevState, writeDevState } from '../dev-state.ts';
import { eventLine, type LocalEvent } from './local-event.ts';
import { readyMessage } from './ready-message.ts';
import { startLocalMode } from './start-local-mode.ts';

const { values } = parseArgs({
  options: {
    assembly: { type: 'string', default: 'cdk.out' },
    port: { type: 'string', default: '3000' },
    json: { type: 'boolean', default: false },
  },
});

/** Starts local mode, says where it is, and stays until it is told to end. */
async function main(): Promise<void> {
  const folder = process.cwd();
  const begun = performance.now();
  const localMode = await startLocalMode({ assembly: values.assembly, port: Number(values.port), onEvent: print });
  await writeDevState(folder, localMode.state);
  announce(localMode.state, (performance.now() - begun) / 1000);
  await untilAskedToEnd();
  await removeDevState(folder);
  await localMode.close();
}

function announce(state: Parameters<typeof readyMessage>[0], seconds: number): void {
  const { endpoint, issuer, clients } = state;
  const event = { event: 'ready', endpoint, issuer, clientId: clients[0]?.id, seconds };
  console.log(values.json ? JSON.stringify(event) : readyMessage(state, seconds));
}

function print(event: LocalEvent): void {
  const line = values.json ? JSON.stringify(event) : eventLine(event);
  if (line !== undefined) console.log(line);
}

/** A signal, or the end of the command that started this process. */
function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? `Local mode cannot start: ${error.message}` : error);
  process.exit(1);
}
