import { startPlainStack } from './start-plain-stack.ts';

/** Serves the plain stack of the assembly that is the only argument, and says so as local mode does with `--json`. */
const { endpoint, close } = await startPlainStack(process.argv[2] ?? 'cdk.out');
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close().then(() => process.exit(0)));
console.log(JSON.stringify({ event: 'ready', endpoint }));
