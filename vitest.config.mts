import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** They judge seconds: one after another. */
const JUDGING_SECONDS = ['main-job', 'offline', 'start', 'load-test'].map((name) => `test/e2e/${name}.test.ts`);

/** Faults whose tests wait for what comes, however long it takes: beside others. */
const WAITING_FAULTS = ['clocks', 'failover', 'pooler'].map((name) => `test/faults/${name}.test.ts`);

/** `expect.poll` waits for something that comes from another process: one second is less than a busy machine takes now and then. */
const AWAITED = { poll: { timeout: 20_000 } };

// One project per kind of test: `npx vitest --project unit` is the inner loop, `npm test` runs them all: unit, then
// integration, screens, then one file after another what judges seconds. Projects of one order must have as many workers as each
// other, and one alone on two cores is what vitest takes by itself.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          setupFiles: ['test/support/seed.ts'],
          expect: AWAITED,
          // A thread for a file costs half of what a process does: 40 s for all instead of 72.
          pool: 'threads',
          // Nor does any of them replace a module or change one that others see: each is loaded once a thread, not once a file.
          isolate: false,
          maxWorkers: Math.max(2, availableParallelism()),
          // A property of two seconds takes ten where the machine has other work.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', ...WAITING_FAULTS],
          environment: 'node',
          setupFiles: ['test/support/seed.ts'],
          expect: AWAITED,
          globalSetup: ['test/support/global-setup.ts'],
          // A minute of an embedded plant's work takes two where the machine has other work.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Two cores, and each file has an embedded plant of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // Faults of the plant, each of which ends with the viewers' record being the table; hostile viewers.
          name: 'faults',
          include: ['test/faults/**/*.test.ts', 'test/fuzz/**/*.test.ts'],
          exclude: WAITING_FAULTS,
          environment: 'node',
          setupFiles: ['test/support/seed.ts'],
          expect: AWAITED,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          // They judge seconds.
          fileParallelism: false,
        },
      },
      {
        test: {
          // Windows and browsers; two at once, for nothing here is judged by the clock.
          name: 'screens',
          include: ['test/e2e/**/*.test.ts'],
          exclude: JUDGING_SECONDS,
          environment: 'node',
          expect: AWAITED,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: JUDGING_SECONDS,
          environment: 'node',
          expect: AWAITED,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          // Minutes each: `npm run test:long` only.
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          environment: 'node',
          expect: AWAITED,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 20 * 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
