import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSpan, spanText } from '../../../../src/renderer/app/address-parts';
import { mustReload, RELOAD_AT_MOST_EVERY_MS, UNPAINTED_AFTER_MS } from '../../../../src/renderer/app/paint-watchdog';
import { PLAN_PARTS, parseRoute, type Route, routeText, SETUP_STAGES, WALL } from '../../../../src/renderer/app/routes';
import { OEE_SCORES } from '../../../../src/shared/series';

const series = fc.oneof(
  fc.record({ table: fc.constant('metric' as const), name: fc.string({ minLength: 1, unit: 'grapheme' }) }),
  fc.record({ table: fc.constant('oee' as const), name: fc.constantFrom(...OEE_SCORES) }),
);
const window = fc.oneof(
  fc.integer({ min: 1, max: 600_000_000 }).map((s) => ({ kind: 'follow' as const, spanMs: s * 1_000 })),
  fc
    .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1_000, max: 6e11 }))
    .map(([fromMs, lengthMs]) => ({ kind: 'fixed' as const, range: { fromMs, toMs: fromMs + lengthMs } })),
);
const setup = fc.record({ view: fc.constant('setup' as const), stage: fc.constantFrom(...SETUP_STAGES) });
const unit = fc.record(
  {
    view: fc.constant('unit' as const),
    workUnitId: fc.string({ minLength: 1, unit: 'grapheme' }),
    series: fc.array(series, { maxLength: 6 }),
    window,
    explain: fc.constantFrom('current' as const, 'last' as const),
  },
  { requiredKeys: ['view', 'workUnitId', 'series', 'window'] },
);
const wall = fc.record(
  {
    view: fc.constant('wall' as const),
    order: fc.constantFrom('trouble' as const, 'plant' as const),
    dwellMs: fc.integer({ min: 1, max: 600_000 }).map((s) => s * 1_000),
  },
  { requiredKeys: ['view'] },
);
const plan = fc.record({ view: fc.constant('plan' as const), part: fc.constantFrom(...PLAN_PARTS) });
const route: fc.Arbitrary<Route> = fc.oneof(unit, setup, wall, plan);

test('every view survives a reload: its address leads back to it, whatever names contain', () => {
  fc.assert(
    fc.property(route, (each) => {
      expect(parseRoute(routeText(each))).toEqual(each);
    }),
  );
  expect(parseRoute(routeText(WALL))).toEqual(WALL);
  expect(parseRoute(routeText({ view: 'diagnostics' }))).toEqual({ view: 'diagnostics' });
});

test('no address throws, and one that says nothing is the wall', () => {
  fc.assert(
    fc.property(fc.string(), (hash) => {
      expect(['wall', 'unit', 'setup']).toContain(parseRoute(`#${hash}`).view);
    }),
  );
  expect(parseRoute('#/setup/nowhere')).toEqual({ view: 'setup', stage: 'connect' });
  for (const hash of ['', '#', '#code=abc', '#/unit/', '#/unit/%E0%A4%A', '#/other'])
    expect(parseRoute(hash)).toEqual(WALL);
});

test('damaged parts fall back one by one', () => {
  const parsed = parseRoute('#/unit/press-1?series=oee:nonsense&series=metric:speed&range=0d&from=x&to=y');
  expect(parsed).toEqual({
    view: 'unit',
    workUnitId: 'press-1',
    series: [{ table: 'metric', name: 'speed' }],
    window: { kind: 'follow', spanMs: 3_600_000 },
  });
});

test('spans are written in their largest whole unit', () => {
  expect([3_600_000, 86_400_000 * 90, 5_400_000, 1_499].map(spanText)).toEqual(['1h', '90d', '90m', '1s']);
  expect(['6h', '90d', '', '6', 'h', '-1h', '0s', '99999999d'].map(parseSpan)).toEqual([
    21_600_000,
    7_776_000_000,
    ...Array.from({ length: 6 }, () => undefined),
  ]);
});

test('the page is loaded again when messages come and nothing is painted, not when it was just done, nor in silence', () => {
  const dead = {
    nowMs: 100_000,
    messageAtMs: 99_000,
    paintedAtMs: 100_000 - UNPAINTED_AFTER_MS - 1,
    sinceReloadMs: undefined,
  };
  expect(mustReload(dead)).toBe(true);
  expect(mustReload({ ...dead, paintedAtMs: 99_000 })).toBe(false);
  expect(mustReload({ ...dead, messageAtMs: 0 })).toBe(false);
  expect(mustReload({ ...dead, sinceReloadMs: RELOAD_AT_MOST_EVERY_MS })).toBe(false);
  expect(mustReload({ ...dead, sinceReloadMs: RELOAD_AT_MOST_EVERY_MS + 1 })).toBe(true);
});
