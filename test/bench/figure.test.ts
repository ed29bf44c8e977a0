import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figure, meetsTarget, spreadOf } from '../../bench/figure.ts';

const input = { group: 'g', what: 'w', unit: 'ms' } as const;

describe('a spread', () => {
  test('lies between the neighbouring samples, as NumPy draws it', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, p10: 1.3, p90: 3.7 });
  });

  test('of one sample is that sample', () => {
    expect(spreadOf([7])).toEqual({ median: 7, p10: 7, p90: 7 });
  });

  test('is missing when any sample is missing, never drawn from the rest', () => {
    expect(spreadOf([1, undefined, 3])).toBeUndefined();
    expect(spreadOf([])).toBeUndefined();
  });

  test('is in order and within its samples', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1 }), (samples) => {
        const { median, p10, p90 } = spreadOf(samples) ?? { median: -1, p10: -1, p90: -1 };
        const slack = 1e-6;
        expect(p10).toBeGreaterThanOrEqual(Math.min(...samples) - slack);
        expect(median).toBeGreaterThanOrEqual(p10 - slack);
        expect(p90).toBeGreaterThanOrEqual(median - slack);
        expect(p90).toBeLessThanOrEqual(Math.max(...samples) + slack);
      }),
    );
  });
});

describe('a target', () => {
  test('of a ratio is judged against the median of the bare handler', () => {
    const target = { of: 'ratio', atMost: 0.5 } as const;
    expect(meetsTarget(figure({ ...input, samples: [5], against: [10], target }))).toBe(true);
    expect(meetsTarget(figure({ ...input, samples: [6], against: [10], target }))).toBe(false);
  });

  test('of a median is judged in its own unit', () => {
    const target = { of: 'median', atMost: 60 } as const;
    expect(meetsTarget(figure({ ...input, samples: [60], target }))).toBe(true);
    expect(meetsTarget(figure({ ...input, samples: [61], target }))).toBe(false);
  });

  test('is neither met nor missed where nothing was measured', () => {
    const target = { of: 'ratio', atMost: 0.5 } as const;
    expect(meetsTarget(figure({ ...input, samples: [undefined], against: [10], target }))).toBeUndefined();
    expect(meetsTarget(figure({ ...input, samples: [5], against: [undefined], target }))).toBeUndefined();
  });
});
