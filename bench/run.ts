import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { figuresOf } from './figures.ts';
import { type MachineLine, thisMachine } from './machine.ts';
import { FULL, measureEverything, QUICK } from './measure-everything.ts';
import { figureTable } from './print-figures.ts';

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

/** Measures Sallyport beside the bare official SDK and says what came out; nothing here passes or fails by time. */
async function main(): Promise<void> {
  const settings = values.quick ? QUICK : FULL;
  const machine = thisMachine();
  const date = new Date().toISOString();
  const figures = figuresOf(await measureEverything(settings, (line) => console.error(line)));
  const results = { date, machine, settings, figures };
  console.log(values.json ? JSON.stringify(results, undefined, 2) : `${words(machine)}\n\n${figureTable(figures)}`);
  if (!values.quick) console.error(`\nresults: ${save(date, results)}`);
}

function words({ processor, cores, node, platform }: MachineLine): string {
  return `${processor}, ${cores} cores, ${platform}, Node ${node}`;
}

/** A smoke run is no result and is not kept. */
function save(date: string, results: object): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${date.slice(0, 19).replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  return file;
}

await main();
