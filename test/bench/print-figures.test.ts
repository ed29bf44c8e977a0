import { expect, test } from 'vitest';
import { figure } from '../../bench/figure.ts';
import { figureTable } from '../../bench/print-figures.ts';

const target = { of: 'ratio', atMost: 0.5 } as const;

test('a line shows median, spread, ratio and target, and says whether it is met', () => {
  const line = { group: 'cold start', what: 'gateway', unit: 'ms', samples: [10, 20, 30], target } as const;
  expect(figureTable([figure({ ...line, against: [100] })])).toMatch(
    /gateway, ms +20\.0 +12\.0 +28\.0 +3 +0\.20 +≤ 0\.5 × bare {2}met$/,
  );
  expect(figureTable([figure({ ...line, against: [10] })])).toMatch(/2\.00 +≤ 0\.5 × bare {2}missed$/);
});

test('what a platform cannot measure is said in words', () => {
  const line = figure({ group: 'memory', what: 'tool', unit: 'MB', samples: [undefined] });
  expect(figureTable([line])).toMatch(/tool, MB +not measured on this platform$/);
});
