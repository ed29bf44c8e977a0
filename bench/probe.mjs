/**
 * Stands before a function's bundle as `index.mjs` and measures its import and its first call, in its own process.
 *
 * It writes one line to standard output before the first answer leaves; times in milliseconds, memory in bytes.
 */
const began = performance.now();
const processorBefore = process.cpuUsage();
const { handler: real } = await import('./function.mjs');
const imported = performance.now();

async function measured(...args) {
  const called = performance.now();
  const answer = await real(...args);
  const answered = performance.now();
  const { user, system } = process.cpuUsage(processorBefore);
  const line = {
    beforeImportMs: began,
    importMs: imported - began,
    firstCallMs: answered - called,
    processorMs: (user + system) / 1000,
    residentBytes: process.memoryUsage.rss(),
  };
  process.stdout.write(`cold-start ${JSON.stringify(line)}\n`);
  return answer;
}

/** How a handler is called stands in its symbols: a streaming one must look like one. */
for (const symbol of Object.getOwnPropertySymbols(real)) measured[symbol] = real[symbol];

export const handler = measured;
