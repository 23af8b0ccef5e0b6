import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FigureRevisions } from '../../../../src/main/figures/figure-revisions';
import type { FigureUnit } from '../../../../src/main/figures/figure-unit';
import { periodPieces } from '../../../../src/main/figures/period-pieces';
import type { LevelAnswers } from '../../../../src/main/figures/period-reads';
import { BUCKET_MS, type BucketResolution } from '../../../../src/shared/series';
import type { FigurePeriod } from '../../../../src/shared/shift-figures';
import { emptyBuckets } from '../../../../src/shared/tile';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '../../../../src/shared/time';

const DAY_FROM_MS = Date.UTC(2026, 10, 25);
const SHIFT: FigurePeriod = {
  ...{ kind: 'shift', name: 'Early', productionDay: '2026-11-25', timeZone: 'UTC', excluded: [] },
  ...{ fromMs: DAY_FROM_MS + 6 * HOUR_MS, toMs: DAY_FROM_MS + 14 * HOUR_MS },
};
const UNIT: FigureUnit = { workUnitId: 'press', line: null, scores: ['oee_score', 'availability'] };

/** Samples by the minute of the day; each is of both scores. */
type Samples = ReadonlyMap<number, readonly number[]>;

const steady = (fromMinute: number, toMinute: number, value = 0.5): Map<number, readonly number[]> =>
  new Map(Array.from({ length: toMinute - fromMinute }, (_, at) => [fromMinute + at, [value]]));

/** What history answers of these samples. */
function answers(
  samples: Samples,
  period: FigurePeriod,
  nowMs: number,
  missing: readonly TimeRange[] = [],
): readonly LevelAnswers[] {
  return periodPieces(period, nowMs).map((level) => ({
    level,
    bySeries: UNIT.scores.map((name) => ({
      ...{ missing, preparing: [] },
      tiles: [
        {
          series: { table: 'oee' as const, workUnitId: UNIT.workUnitId, name },
          ...{ range: { fromMs: DAY_FROM_MS, toMs: DAY_FROM_MS + DAY_MS }, asOfMs: nowMs, sealed: false },
          columns: bucketsOf(samples, level.resolution),
        },
      ],
    })),
  }));
}

function bucketsOf(samples: Samples, resolution: BucketResolution) {
  const minutes = BUCKET_MS[resolution] / MINUTE_MS;
  const columns = emptyBuckets(resolution, DAY_MS / BUCKET_MS[resolution]);
  for (const [minute, values] of samples)
    for (const value of values) {
      const at = Math.floor(minute / minutes);
      columns.sums[at] = ((columns.counts[at] ?? 0) === 0 ? 0 : (columns.sums[at] ?? 0)) + value;
      columns.counts[at] = (columns.counts[at] ?? 0) + 1;
    }
  return columns;
}

const atMinute = (minute: number) => DAY_FROM_MS + minute * MINUTE_MS;

/** Notes the shift's figure at a minute of the day. */
function noteOf(revisions: FigureRevisions, period = SHIFT) {
  return (minute: number, samples: Samples, missing: readonly TimeRange[] = []) =>
    revisions.note(UNIT, period, answers(samples, period, atMinute(minute), missing), atMinute(minute));
}

describe('a figure of the shift that is on', () => {
  test('moves with its samples, and with batches that go on from the last, without being revised', () => {
    const note = noteOf(new FigureRevisions());
    for (let minute = 370; minute < 480; minute += 1) expect(note(minute, steady(360, minute))).toBeUndefined();
    // From here on the unit tells twenty minutes at a time.
    expect(note(499, steady(360, 480))).toBeUndefined();
    expect(note(500, steady(360, 500, 0.5))).toBeUndefined();
    expect(note(520, new Map([...steady(360, 500), ...steady(500, 520, 0.9)]))).toBeUndefined();
  });

  test('that late samples revise tells what it was and what it is, over the same buckets, and when', () => {
    const note = noteOf(new FigureRevisions());
    note(481, steady(360, 481));
    const late = new Map([...steady(360, 482), [400, [0.5, 1]]]);
    const revision = note(482, late);
    const before = { average: 0.5, count: 120 };
    const now = { average: (120 * 0.5 + 1) / 121, count: 121 };
    expect(revision).toEqual({
      ...{ revisedMs: atMinute(482), untilMs: atMinute(480) },
      scores: [
        { name: 'oee_score', before, now },
        { name: 'availability', before, now },
      ],
    });
    // Told with the same time until something changes again; what closes meanwhile counts on both sides.
    const later = new Map([...late, ...steady(482, 492)]);
    expect(note(492, later)).toMatchObject({
      revisedMs: atMinute(482),
      untilMs: atMinute(490),
      scores: [{ before: { count: 130 } }, {}],
    });
    expect(note(493, new Map([...later, [380, []]]))).toMatchObject({
      revisedMs: atMinute(493),
      scores: [{ before: { count: 130 }, now: { count: 130 } }, {}],
    });
  });

  test('that is put right again is as it was: nothing is told', () => {
    const note = noteOf(new FigureRevisions());
    note(481, steady(360, 481));
    expect(note(482, new Map([...steady(360, 481), [400, []]]))?.scores).toHaveLength(2);
    expect(note(483, steady(360, 481))).toBeUndefined();
  });

  test('of which a part is away for a while tells what it told before, and its coming back revises nothing', () => {
    const revisions = new FigureRevisions();
    const note = noteOf(revisions);
    note(481, steady(360, 481));
    const missing = [{ fromMs: atMinute(370), toMs: atMinute(390) }];
    expect(note(482, steady(390, 482), missing)).toBeUndefined();
    expect(note(483, steady(360, 483))).toBeUndefined();
    const told = note(484, new Map([...steady(360, 484), [400, []]]));
    expect(told?.scores).toHaveLength(2);
    expect(note(485, steady(390, 485), missing)).toEqual(told);
  });
});

test('a shift that ends takes along what was told of it; rows that come afterwards revise it whole', () => {
  const revisions = new FigureRevisions();
  const note = noteOf(revisions);
  note(835, steady(360, 835));
  expect(note(843, steady(360, 840))).toBeUndefined();
  revisions.forgetOthers();
  expect(note(900, new Map([...steady(360, 840), [839, [0.5, 0.5, 0.5]]]))).toMatchObject({
    untilMs: SHIFT.toMs,
    scores: [{ before: { count: 480 }, now: { count: 482 } }, {}],
  });
});

test('the last hour goes on: what has left it is told no more', () => {
  const revisions = new FigureRevisions();
  const noteHour = (minute: number, samples: Samples) =>
    noteOf(revisions, {
      ...{ kind: 'recent', name: null, productionDay: null, timeZone: null, excluded: [] },
      ...{ fromMs: atMinute(minute - 60), toMs: atMinute(minute) },
    })(minute, samples);
  const samples = steady(360, 600);
  const late = new Map([...samples, [430, [0.9, 0.9]]]);
  noteHour(480, new Map([...samples].filter(([minute]) => minute < 480)));
  const upTo = (minute: number) => new Map([...late].filter(([each]) => each < minute));
  expect(noteHour(481, upTo(481))).toMatchObject({ scores: [{ before: { count: 58 }, now: { count: 59 } }, {}] });
  expect(noteHour(490, upTo(490))).toMatchObject({ scores: [{ now: { count: 59 } }, {}] });
  expect(noteHour(491, upTo(491))).toBeUndefined();
});

test('figures that are no longer told are forgotten', () => {
  const revisions = new FigureRevisions();
  const note = noteOf(revisions);
  note(481, steady(360, 481));
  noteOf(revisions, { ...SHIFT, fromMs: SHIFT.fromMs - 8 * HOUR_MS, toMs: SHIFT.fromMs })(481, steady(0, 360));
  revisions.forgetOthers();
  expect(revisions.size).toBe(2);
  note(482, steady(360, 482));
  revisions.forgetOthers();
  expect(revisions.size).toBe(1);
});

test('whatever is changed, a shift that is over tells the figure as it was told first, and as it is', () => {
  const change = fc.tuple(
    fc.integer({ min: 360, max: 839 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 6 }), (edits) => {
      const note = noteOf(new FigureRevisions());
      const samples = steady(360, 840);
      note(850, samples);
      let told: ReturnType<typeof note>;
      for (const [at, edit] of edits.entries()) {
        for (const [minute, values] of edit) samples.set(minute, values);
        told = note(851 + at, samples);
      }
      const all = [...samples.values()].flat();
      const sum = all.reduce((total, each) => total + each, 0);
      if (told === undefined) expect([all.length, sum]).toEqual([480, expect.closeTo(240, 6)]);
      for (const { before, now } of told?.scores ?? []) {
        expect(before).toEqual({ average: 0.5, count: 480 });
        expect(now.count).toBe(all.length);
        expect(now.average ?? 0).toBeCloseTo(all.length === 0 ? 0 : sum / all.length, 9);
      }
    }),
  );
});
