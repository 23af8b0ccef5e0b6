import { expect, test } from 'vitest';
import { answerText, STEP_HEADS, stepTexts } from '../../../../../src/renderer/views/diagnostics/load-test-text';
import type { LoadReport, LoadStep } from '../../../../../src/shared/load-test';

const good = (screens: number, p99Ms: number): LoadStep => ({
  ...{ screens, connected: screens, p50Ms: 9.26, p95Ms: 21, p99Ms, maxMs: 60, lost: 0, doubled: 0, conflated: 0 },
  ...{ closed: 0, cpuShare: 0.416, residentBytes: 92e6 },
});
const report = (...steps: readonly LoadStep[]): LoadReport => ({
  ...{ endedMs: 0, perSecond: 10, workUnits: 24, cores: 2, ceiling: 1_000 },
  steps: [...steps],
});

test('all steps held: at least so many', () => {
  expect(answerText(report(good(700, 25), good(1_000, 31.4)))).toBe(
    'This PC serves at least 1000 screens at 10 updates a second: 99 % of the updates are there within 31 ms, none lost.',
  );
});

test('the one that held and why the next did not', () => {
  expect(answerText(report(good(400, 31), good(700, 240)))).toBe(
    'This PC serves 400 screens at 10 updates a second: 99 % of the updates are there within 31 ms, none lost. With 700, 99 % were there within 240 ms: more than the 100 ms that nobody notices.',
  );
  const short = { ...good(700, 30), closed: 3 };
  expect(answerText(report(good(400, 31), short))).toContain('With 700, 3 connections were closed');
  expect(answerText(report({ ...good(50, 31), connected: 12 }))).toBe(
    'This PC does not serve 50 screens at 10 updates a second. With 50, only 12 had their first values within 10 s.',
  );
});

test('a figure for each head, a dash where nothing came', () => {
  const texts = stepTexts({ ...good(400, 31), maxMs: null });
  expect(texts).toHaveLength(STEP_HEADS.length);
  expect(texts).toEqual(['400', '9.3 ms', '21 ms', '31 ms', '–', '0', '0', '0', '0', '42 % of a core', '92 MB']);
});
