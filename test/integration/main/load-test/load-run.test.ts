import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runLoadTest } from '../../../../src/main/load-test/load-run';
import { temporaryFolder } from '../../../support/temporary-folder';

const PROGRAMS = {
  serverEntryPath: resolve('out/main/load-server.js'),
  viewersEntryPath: resolve('out/main/load-viewers.js'),
  perSecond: 10,
  nowMs: () => Number(process.hrtime.bigint()) / 1e6,
};
const TIMES = { joinMs: 30_000, warmUpMs: 100, measureMs: 700, settleMs: 500 };

test('screens in a process of their own get every made-up change of a gateway of its own', {
  timeout: 60_000,
}, async () => {
  const begun: number[] = [];
  const onStep = (screens: number) => void begun.push(screens);
  const steps = await runLoadTest({ ...PROGRAMS, onStep, steps: [4, 10], times: TIMES }, new AbortController().signal);
  // On a machine that is busy with other things the first step may be late already.
  expect(begun).toEqual([4, 10].slice(0, steps.length));
  for (const step of steps) {
    expect(step).toMatchObject({ connected: step.screens, lost: 0, doubled: 0, closed: 0 });
    expect([step.p50Ms ?? 0, step.p95Ms ?? 0, step.p99Ms ?? 0].toSorted((a, b) => a - b)).toEqual([
      step.p50Ms,
      step.p95Ms,
      step.p99Ms,
    ]);
    expect(step.p50Ms).toBeGreaterThan(0);
    expect(step.cpuShare).toBeGreaterThan(0);
    expect(step.residentBytes).toBeGreaterThan(10e6);
  }
});

test('a person may break it off; a process that ends by itself is told of', { timeout: 60_000 }, async () => {
  const broken = new AbortController();
  const onStep = () => broken.abort(new Error('broken off'));
  await expect(runLoadTest({ ...PROGRAMS, onStep, steps: [4], times: TIMES }, broken.signal)).rejects.toThrow(
    'broken off',
  );
  const ends = join(temporaryFolder(), 'ends.js');
  writeFileSync(ends, 'process.exit(3);');
  const { signal } = new AbortController();
  await expect(
    runLoadTest({ ...PROGRAMS, serverEntryPath: ends, onStep: () => {}, steps: [4], times: TIMES }, signal),
  ).rejects.toThrow('ended by itself');
});
