import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyRows } from '../../../../../src/renderer/views/common/key-rows';
import { madeUpPassword } from '../../../../../src/renderer/views/setup/made-up-password';
import { appliedShare, durationText, planSentence, shownSql } from '../../../../../src/renderer/views/setup/plan-words';
import type { SetupPlan } from '../../../../../src/shared/setup';

const STEP = { id: 'metric', action: 'make', reason: 'Samples', sql: 'SELECT 1', locks: 'nothing.' } as const;
const PLAN: SetupPlan = {
  ...{ planId: 'plan-1', purpose: 'provision', database: 'plant', role: 'me' },
  ...{ steps: [STEP], problems: [], notes: [] },
};

test.each([
  [PLAN, '1 step in plant, as me. Nothing has been changed yet.'],
  [{ ...PLAN, steps: [] }, 'Everything that Taktline needs is in plant already.'],
  [{ ...PLAN, steps: [], problems: ['No TimescaleDB.'] }, 'Nothing can be planned in plant as it is.'],
  [{ ...PLAN, purpose: 'remove' as const }, '1 step would take back everything that Taktline made in plant.'],
])('a plan is told in one sentence', (plan, sentence) => {
  expect(planSentence(plan)).toBe(sentence);
});

test.each([
  [10, 'about 1 s'],
  [61_000, 'about 61 s'],
  [12 * 60_000, 'about 12 min'],
  [3 * 3_600_000, 'about 3 h'],
])('%i ms are told as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('the share that is done grows from 0 to 1, within the preparation too', () => {
  const applying = { kind: 'applying', phase: 'running', count: 4 } as const;
  expect(appliedShare({ ...applying, done: 0 })).toBe(0);
  expect(appliedShare({ ...applying, done: 2, prepared: { viewName: 'metric_1min', fraction: 0.5 } })).toBe(0.625);
  expect(appliedShare({ ...applying, done: 4 })).toBe(1);
  expect(appliedShare({ ...applying, done: 0, count: 0 })).toBe(1);
});

test('SQL is shown without the comments of our own files', () => {
  expect(shownSql({ sql: '-- Locks: nothing.\nCREATE TABLE a ();\n' })).toBe('CREATE TABLE a ();');
});

test('the keys on the screen reach every character that a name or an ASCII password can hold', () => {
  const reached = new Set((['letters', 'capitals', 'signs'] as const).flatMap((layer) => keyRows(layer).flat()));
  const ascii = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at));
  expect(ascii.filter((character) => !reached.has(character))).toEqual([]);
});

test('a made-up password has 24 characters that nobody mistakes for one another, whatever the dice', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (dice) => {
      const password = madeUpPassword((count) => Uint8Array.from([...dice.take(count)]));
      expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{24}$/);
    }),
  );
});
