import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Positive = z.number().positive();
const Spread = z.object({ median: Positive, p10: Positive, p90: Positive });
const Results = z.object({
  machine: z.object({
    processor: z.string().min(1),
    cores: z.int().positive(),
    node: z.string(),
    platform: z.string(),
  }),
  figures: z.array(
    z.object({
      group: z.string(),
      what: z.string(),
      samples: z.int().positive(),
      spread: Spread.optional(),
      ratio: Positive.optional(),
    }),
  ),
});

const measuresProcesses = existsSync('/proc/self/schedstat');

test('a smoke run of the bench measures every figure, and every figure is a positive number', () => {
  const words = ['bench/run.ts', '--quick', '--json'];
  const text = execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { figures } = Results.parse(JSON.parse(text));
  expect(figures.length).toBeGreaterThan(40);
  const unmeasured = figures.filter(({ spread }) => spread === undefined).map(({ group, what }) => `${group}: ${what}`);
  if (measuresProcesses) expect(unmeasured).toEqual([]);
});
