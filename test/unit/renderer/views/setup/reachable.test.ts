import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SETUP_STAGES } from '../../../../../src/renderer/app/routes';
import { isReachable, type SetupProgress, shownStage } from '../../../../../src/renderer/views/setup/reachable';
import type { SetupPlan, SetupTarget } from '../../../../../src/shared/setup';

const TARGET: SetupTarget = { host: 'db', port: 5432, database: 'plant', user: 'me', tlsMode: 'disable' };
const PLAN: SetupPlan = {
  ...{ planId: 'plan-1', purpose: 'provision', database: 'plant', role: 'me' },
  ...{ steps: [], problems: [], notes: [] },
};
const tested = (isConnected: boolean, verdict?: 'passed' | 'warned' | 'failed') => ({
  ...{ stages: [], stageCount: 14, isConnected },
  ...(verdict === undefined ? {} : { verdict }),
});
const IDLE: SetupProgress = { work: { kind: 'idle' } };

const progress: fc.Arbitrary<SetupProgress> = fc
  .record({
    target: fc.constantFrom(undefined, TARGET),
    test: fc.constantFrom(
      undefined,
      tested(false),
      tested(false, 'failed'),
      tested(true, 'failed'),
      tested(true, 'warned'),
    ),
    plan: fc.constantFrom(undefined, PLAN),
    kind: fc.constantFrom('idle' as const, 'testing' as const, 'planning' as const),
  })
  .map(({ target, test: found, plan, kind }) => ({
    ...(target === undefined ? {} : { target }),
    ...(found === undefined ? {} : { test: found }),
    ...(plan === undefined ? {} : { plan }),
    work: { kind },
  }));

test('at the beginning only the first stage is open', () => {
  expect(SETUP_STAGES.filter((stage) => isReachable(stage, IDLE))).toEqual(['connect']);
});

test('who does not get into the database stays at the test; who does may go on whatever else failed', () => {
  expect(shownStage('plan', { ...IDLE, target: TARGET, test: tested(false, 'failed') })).toBe('test');
  expect(shownStage('choose', { ...IDLE, target: TARGET, test: tested(true, 'failed') })).toBe('choose');
  expect(shownStage('hand-over', { ...IDLE, target: TARGET, test: tested(true, 'passed'), plan: PLAN })).toBe(
    'hand-over',
  );
});

test('whatever is known, the stage that is shown is open, and so is every one before it', () => {
  fc.assert(
    fc.property(progress, fc.constantFrom(...SETUP_STAGES), (state, asked) => {
      const shown = shownStage(asked, state);
      expect(SETUP_STAGES.indexOf(shown)).toBeLessThanOrEqual(SETUP_STAGES.indexOf(asked));
      for (const stage of SETUP_STAGES.slice(0, SETUP_STAGES.indexOf(shown) + 1)) {
        expect(isReachable(stage, state)).toBe(true);
      }
    }),
  );
});
