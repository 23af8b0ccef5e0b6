import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../../../src/main/diagnostics/log';
import { LoadTestSession, type LoadTestWorld } from '../../../../src/main/load-test/load-test-session';
import { LoadState, type LoadStep } from '../../../../src/shared/load-test';
import { temporaryFolder } from '../../../support/temporary-folder';

const ENDED_MS = Date.UTC(2026, 10, 25, 14, 5);
const STEP: LoadStep = {
  ...{ screens: 50, connected: 50, p50Ms: 3, p95Ms: 8, p99Ms: 12, maxMs: 20, lost: 0, doubled: 0, conflated: 0 },
  ...{ closed: 0, cpuShare: 0.2, residentBytes: 80e6 },
};

/** A session whose test ends when the test says so. */
function startSession(dataFolder = temporaryFolder()) {
  let finish: { resolve(steps: readonly LoadStep[]): void; reject(error: Error): void } | undefined;
  const run: LoadTestWorld['run'] = ({ steps, onStep }, signal) =>
    new Promise((resolve, reject) => {
      onStep(steps[1] ?? 0, 1);
      finish = { resolve, reject };
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const log = createLog(() => {}, Date.now);
  const session = new LoadTestSession({ dataFolder, run, cores: 2, log, nowMs: () => ENDED_MS });
  const state = async () => LoadState.parse(await session.loadTestState());
  return {
    dataFolder,
    session,
    state,
    end: (steps: readonly LoadStep[]) => finish?.resolve(steps),
    fail: (error: Error) => finish?.reject(error),
  };
}

test('one test at a time, with its progress; its figures are kept with their date, over a restart too', async () => {
  const { dataFolder, session, state, end } = startSession();
  expect(await state()).toEqual({});
  expect(await session.loadTestStart(200)).toEqual({ ok: true });
  expect(await session.loadTestStart(200)).toMatchObject({ ok: false, failure: { code: 'busy' } });
  expect(await state()).toEqual({ running: { screens: 100, share: 1 / 3 } });
  end([STEP]);
  await expect.poll(async () => (await state()).running).toBeUndefined();
  const report = { endedMs: ENDED_MS, perSecond: 10, workUnits: 24, cores: 2, ceiling: 200, steps: [STEP] };
  expect(await state()).toEqual({ report });
  expect(await startSession(dataFolder).state()).toEqual({ report });
});

test('what is broken off leaves the figures as they were', async () => {
  const { dataFolder, session, state, end } = startSession();
  await session.loadTestStart(200);
  end([STEP]);
  await expect.poll(async () => (await state()).running).toBeUndefined();
  const before = readFileSync(join(dataFolder, 'load-test.json'), 'utf8');
  await session.loadTestStart(1_000);
  await session.loadTestCancel();
  await expect.poll(async () => (await state()).running).toBeUndefined();
  expect([(await state()).failure, readFileSync(join(dataFolder, 'load-test.json'), 'utf8')]).toEqual([
    undefined,
    before,
  ]);
});

test('a failure is told until the next test; a file of another version counts as none', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'load-test.json'), '{"version":9}');
  const { session, state, fail } = startSession(folder);
  expect(await state()).toEqual({});
  await session.loadTestStart(50);
  fail(new Error('A process of the load test has ended by itself.'));
  await expect.poll(async () => (await state()).failure).toContain('ended by itself');
  await session.loadTestStart(50);
  expect((await state()).failure).toBeUndefined();
  await session.loadTestCancel();
});
