import { defineConfig } from 'vitest/config';

/** Tests of constructs: they start nothing and keep nothing, and most of their time was loading the CDK once for each file. */
const CONSTRUCTS = ['test/infra/*.test.ts', 'test/infra/!(cli|local)/**/*.test.ts'];

const TIMEOUTS = { testTimeout: 20_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // Vitest leaves one core idle by default, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/slow/**', ...CONSTRUCTS],
          ...TIMEOUTS,
        },
      },
      { test: { name: 'constructs', include: CONSTRUCTS, isolate: false, ...TIMEOUTS } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/assembly.ts'],
          ...TIMEOUTS,
        },
      },
    ],
  },
});
