import { expect, test } from 'vitest';
import { EventBook } from '../../../../src/main/events/event-book';
import type { EventHistory, EventTiles } from '../../../../src/main/events/event-history';
import type { EventUnit } from '../../../../src/main/events/unit-state-runs';
import { BUCKET_MS, type Resolution, type SeriesKey } from '../../../../src/shared/series';
import { emptyBuckets, type Tile } from '../../../../src/shared/tile';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../../src/shared/time';

const NOW_MS = Date.UTC(2026, 10, 25, 12);
const RULES = {
  stateMetric: 'state',
  codes: { '1': 'running', '2': 'stopped' },
  stoppedBelowAvailability: 0.3,
  slowBelowPerformance: 0.8,
} as const;
const CADENCE_MS = 10 * SECOND_MS;
const never = new AbortController().signal;
const LAST_HOUR = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS + 10 * SECOND_MS };
const ago = (minutes: number) => NOW_MS - minutes * MINUTE_MS;

/** A sample each ten seconds; undefined where there is none. */
type Course = (timeMs: number) => number | undefined;

/** A plant that computes its samples, and counts who asks for what. */
class CourseHistory implements EventHistory {
  readonly courses = new Map<string, Course>();
  readonly asked: string[] = [];
  missing: readonly TimeRange[] = [];
  missingReason: string | null = null;
  refused: readonly Resolution[] = [];
  notKept: readonly Resolution[] = [];
  asOfMs = NOW_MS;

  isRefused(error: unknown): boolean {
    return error instanceof RangeError;
  }

  async answer({ series, range, resolution }: Parameters<EventHistory['answer']>[0]): Promise<readonly EventTiles[]> {
    if (this.refused.includes(resolution)) throw new RangeError('refused');
    return series.map((key) => {
      this.asked.push(`${key.name} ${resolution}`);
      const missingReason = this.notKept.includes(resolution) ? 'not-kept' : this.missingReason;
      const missing = missingReason === 'not-kept' ? [range] : this.missing;
      const tiles = missingReason === 'not-kept' ? [] : [this.#tile(key, range, resolution)];
      return { tiles, missing, missingReason, preparing: [], asOfMs: this.asOfMs };
    });
  }

  #tile(series: SeriesKey, range: TimeRange, resolution: Resolution): Tile {
    const course = this.courses.get(series.name) ?? (() => undefined);
    const bucketMs = resolution === 'raw' ? CADENCE_MS : BUCKET_MS[resolution];
    const whole = { fromMs: floorTo(range.fromMs, bucketMs), toMs: floorTo(range.toMs + bucketMs - 1, bucketMs) };
    const samples: [number, number][] = [];
    for (let at = whole.fromMs; at < Math.min(whole.toMs, this.asOfMs); at += CADENCE_MS) {
      const value = course(at);
      if (value !== undefined) samples.push([at, value]);
    }
    const base = { series, range: whole, asOfMs: this.asOfMs, sealed: false };
    if (resolution === 'raw')
      return {
        ...base,
        columns: {
          kind: 'raw',
          timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
          values: Float64Array.from(samples, ([, value]) => value),
        },
      };
    const columns = emptyBuckets(resolution, (whole.toMs - whole.fromMs) / bucketMs);
    for (const [timeMs, value] of samples) {
      const at = Math.floor((timeMs - whole.fromMs) / bucketMs);
      columns.counts[at] = (columns.counts[at] ?? 0) + 1;
      columns.sums[at] = (columns.counts[at] === 1 ? 0 : (columns.sums[at] ?? 0)) + value;
      columns.mins[at] = columns.counts[at] === 1 ? value : Math.min(columns.mins[at] ?? value, value);
      columns.maxs[at] = columns.counts[at] === 1 ? value : Math.max(columns.maxs[at] ?? value, value);
    }
    return { ...base, columns };
  }
}

const seriesOf = (table: 'metric' | 'oee', name: string, limits: { low?: number; high?: number } = {}) => ({
  ...{ table, name, lowLimit: limits.low ?? null, highLimit: limits.high ?? null },
  ...{ cadenceMs: CADENCE_MS, firstMs: NOW_MS - 400 * DAY_MS },
});
const PRESS: EventUnit = {
  workUnitId: 'press',
  series: [seriesOf('metric', 'state'), seriesOf('metric', 'heat', { high: 90, low: 10 })],
};

const DELAYS = { onDelaySeconds: 0, offDelaySeconds: 60 };

function bookOn(history: CourseHistory, units: readonly EventUnit[] = [PRESS], limitDelays = DELAYS) {
  return new EventBook({
    ...{ history, units: () => units, rules: () => RULES, limitDelays, nowMs: () => NOW_MS },
    nextTurn: async () => {},
  });
}
const between = (timeMs: number, fromMs: number, toMs: number) => timeMs >= fromMs && timeMs < toMs;

test('states by the mapped metric: each change, silence as a state of its own, durations that fill the range', async () => {
  const history = new CourseHistory();
  history.courses.set('state', (timeMs) =>
    between(timeMs, ago(20), ago(15)) ? undefined : between(timeMs, ago(40), ago(30)) ? 2 : 1,
  );
  const { units, untilMs } = await bookOn(history).states({ workUnitIds: ['press'], range: LAST_HOUR }, never);
  const lostMs = ago(20) - CADENCE_MS + CADENCE_MS;
  expect(units[0]).toEqual({
    ...{ workUnitId: 'press', source: 'mapped', resolution: 'raw' },
    fromMs: [ago(60), ago(40), ago(30), lostMs, ago(15)],
    states: ['running', 'stopped', 'running', 'no-data', 'running'],
    durationsMs: { running: 45 * MINUTE_MS, stopped: 10 * MINUTE_MS, 'no-data': 5 * MINUTE_MS },
  });
  expect(untilMs).toBe(NOW_MS);
});

test('without a state metric availability and performance say it, by the thresholds of the wall', async () => {
  const history = new CourseHistory();
  history.courses.set('availability', (timeMs) => (between(timeMs, ago(30), ago(20)) ? 0.1 : 0.9));
  history.courses.set('performance', (timeMs) => (between(timeMs, ago(10), ago(5)) ? 0.5 : 0.95));
  const unit = { workUnitId: 'mill', series: [seriesOf('oee', 'availability'), seriesOf('oee', 'performance')] };
  const { units } = await bookOn(history, [unit]).states({ workUnitIds: ['mill'], range: LAST_HOUR }, never);
  expect(units[0]?.source).toBe('scores');
  expect(units[0]?.durationsMs).toEqual({ running: 45 * MINUTE_MS, stopped: 10 * MINUTE_MS, slow: 5 * MINUTE_MS });
});

test('a unit that tells neither has no states, and one that is not there is left out', async () => {
  const unit = { workUnitId: 'scale', series: [seriesOf('metric', 'weight')] };
  const book = bookOn(new CourseHistory(), [unit]);
  const { units } = await book.states({ workUnitIds: ['scale', 'gone'], range: LAST_HOUR }, never);
  expect(units).toEqual([
    { workUnitId: 'scale', source: 'none', fromMs: [], states: [], durationsMs: {}, resolution: null },
  ]);
});

test('coarser levels divide a bucket between two codes by their samples: durations stay as they were', async () => {
  const history = new CourseHistory();
  history.courses.set('state', (timeMs) => (timeMs % HOUR_MS < 10.5 * MINUTE_MS ? 2 : 1));
  const range = { fromMs: NOW_MS - 10 * DAY_MS, toMs: NOW_MS };
  const { units } = await bookOn(history).states({ workUnitIds: ['press'], range }, never);
  expect(units[0]?.resolution).toBe('1min');
  expect(units[0]?.durationsMs.stopped).toBeCloseTo(240 * 10.5 * MINUTE_MS, 0);
  expect(units[0]?.fromMs.length).toBe(480);
});

test('what is not on board is unknown, and neither a stop nor a loss', async () => {
  const history = new CourseHistory();
  history.courses.set('state', (timeMs) => (timeMs < ago(30) ? undefined : 1));
  history.courses.set('heat', () => 50);
  history.missing = [{ fromMs: 0, toMs: ago(30) }];
  history.missingReason = 'plant-away';
  const book = bookOn(history);
  const { units } = await book.states({ workUnitIds: ['press'], range: LAST_HOUR }, never);
  expect(units[0]?.states).toEqual(['unknown', 'running']);
  const { events, unknown } = await book.events(
    { workUnitIds: 'all', kinds: ['stop', 'loss'], range: LAST_HOUR },
    never,
  );
  expect(events).toEqual([]);
  expect(unknown).toEqual([{ fromMs: ago(60), toMs: ago(30) }]);
});

test('a level that the plant has dropped, or does not give, yields to the next coarser one', async () => {
  const history = new CourseHistory();
  history.courses.set('state', () => 1);
  history.notKept = ['raw'];
  history.refused = ['1min'];
  const { units } = await bookOn(history).states({ workUnitIds: ['press'], range: LAST_HOUR }, never);
  expect(units[0]?.resolution).toBe('5min');
  expect(units[0]?.states).toEqual(['running']);
});

test('events: stops, violations with their furthest value, and losses; those that go on first, then the newest', async () => {
  const history = new CourseHistory();
  history.courses.set('state', (timeMs) => (between(timeMs, ago(50), ago(45)) || timeMs >= ago(3) ? 2 : 1));
  history.courses.set('heat', (timeMs) => {
    if (between(timeMs, ago(30), ago(28))) return undefined;
    if (between(timeMs, ago(20), ago(18))) return timeMs === ago(19) ? 97 : 92;
    return between(timeMs, ago(10), ago(9)) ? 5 : 50;
  });
  const kinds = ['stop', 'limit', 'loss'] as const;
  const answer = await bookOn(history).events({ workUnitIds: 'all', kinds: [...kinds], range: LAST_HOUR }, never);
  expect(answer.events).toEqual([
    { workUnitId: 'press', kind: 'stop', fromMs: ago(3), toMs: null },
    ...[
      { fromMs: ago(10), toMs: ago(9), kind: 'limit', metric: 'heat', limit: { side: 'low', value: 10, extreme: 5 } },
      {
        fromMs: ago(20),
        toMs: ago(18),
        kind: 'limit',
        metric: 'heat',
        limit: { side: 'high', value: 90, extreme: 97 },
      },
      { fromMs: ago(30), toMs: ago(28), kind: 'loss', metric: 'heat' },
      { fromMs: ago(50), toMs: ago(45), kind: 'stop' },
    ].map((event) => ({ workUnitId: 'press', ...event })),
  ]);
  expect([answer.total, answer.resolution, answer.unread]).toEqual([5, 'raw', []]);
  const few = await bookOn(history).events({ workUnitIds: 'all', kinds: ['stop'], range: LAST_HOUR, limit: 1 }, never);
  expect([few.events.length, few.total]).toEqual([1, 2]);
});

test('a metric that trembles at its limit is one violation, also over the begin of the range; the answer says by which delays', async () => {
  const history = new CourseHistory();
  history.courses.set('state', () => 1);
  history.courses.set('heat', (timeMs) => {
    const isTrembling = between(timeMs, ago(61), ago(50)) || timeMs >= ago(2);
    return isTrembling && (timeMs / CADENCE_MS) % 3 === 0 ? 91 : 50;
  });
  const question = { workUnitIds: 'all' as const, kinds: ['limit' as const], range: LAST_HOUR };
  const { events, limitDelays } = await bookOn(history).events(question, never);
  expect(events.map(({ fromMs, toMs, limit }) => [fromMs, toMs, limit?.times])).toEqual([
    [ago(2), null, 4],
    [ago(61), ago(50) - 20 * SECOND_MS, 22],
  ]);
  expect(limitDelays).toEqual(DELAYS);
  const each = await bookOn(history, [PRESS], { onDelaySeconds: 0, offDelaySeconds: 0 }).events(question, never);
  expect(each.total).toBe(24);
});

test('a unit that goes dark is one loss, not one for each of its metrics; what began before the range says so', async () => {
  const history = new CourseHistory();
  for (const name of ['state', 'heat']) history.courses.set(name, (timeMs) => (timeMs < ago(10) ? 1 : undefined));
  history.courses.set('heat', (timeMs) => (timeMs < ago(10) ? 50 : undefined));
  const book = bookOn(history);
  const { events } = await book.events({ workUnitIds: ['press'], kinds: ['loss'], range: LAST_HOUR }, never);
  expect(events).toEqual([{ workUnitId: 'press', kind: 'loss', fromMs: ago(10), toMs: null }]);
  const last = { fromMs: ago(5), toMs: NOW_MS };
  const later = await book.events({ workUnitIds: ['press'], kinds: ['loss'], range: last }, never);
  expect(later.events).toMatchObject([{ kind: 'loss', toMs: null, beganBefore: true }]);
});

test('a level of minutes finds the same events to the minute, whatever their number of samples', async () => {
  const history = new CourseHistory();
  history.courses.set('state', (timeMs) => (timeMs % HOUR_MS < 5 * MINUTE_MS ? 2 : 1));
  history.courses.set('heat', (timeMs) => (timeMs % (6 * HOUR_MS) === 0 ? 99 : 50));
  const range = { fromMs: NOW_MS - 5 * DAY_MS, toMs: NOW_MS };
  const { events, resolution } = await bookOn(history).events(
    { workUnitIds: 'all', kinds: ['stop', 'limit'], range, limit: 2_000 },
    never,
  );
  expect(resolution).toBe('1min');
  expect(events.filter(({ kind }) => kind === 'stop')).toHaveLength(120);
  expect(events.filter(({ kind }) => kind === 'limit')).toHaveLength(20);
  expect(events.every(({ toMs, fromMs }) => toMs !== null && toMs - fromMs >= MINUTE_MS)).toBe(true);
});

test('equal questions of many screens are answered once; one that leaves does not cost the others their answer', async () => {
  const history = new CourseHistory();
  history.courses.set('state', () => 1);
  const book = bookOn(history);
  const question = { workUnitIds: ['press'], range: LAST_HOUR };
  const leaving = new AbortController();
  const left = book.states(question, leaving.signal);
  const stays = book.states(question, never);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  expect((await stays).units).toHaveLength(1);
  expect(history.asked).toEqual(['state raw']);
});

test('retired units are not asked for with all, only by name', async () => {
  const history = new CourseHistory();
  history.courses.set('state', () => 2);
  const book = bookOn(history, [{ ...PRESS, hidden: true } as EventUnit]);
  const all = await book.events({ workUnitIds: 'all', kinds: ['stop'], range: LAST_HOUR }, never);
  expect([all.total, all.resolution]).toEqual([0, null]);
  const named = await book.events({ workUnitIds: ['press'], kinds: ['stop'], range: LAST_HOUR }, never);
  expect(named.events).toMatchObject([{ kind: 'stop', beganBefore: true, toMs: null }]);
});
