import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEAT_MS, Beat, STEADY_MS } from '../../../../src/renderer/data/beat';
import { Topics } from '../../../../src/renderer/data/topics';
import { NOTHING_PRESENT, type UnitPresent } from '../../../../src/renderer/data/unit-live';
import { ValuePace } from '../../../../src/renderer/data/value-pace';
import { ManualTime } from '../manual-time';

/** Units whose values a test sets. */
class Values {
  readonly #topics = new Topics();
  readonly #units = new Map<string, UnitPresent>();

  present(workUnitId: string): UnitPresent {
    return this.#units.get(workUnitId) ?? NOTHING_PRESENT;
  }

  onUnit(workUnitId: string, listener: () => void): () => void {
    return this.#topics.on(workUnitId, listener);
  }

  get listened(): number {
    return this.#topics.size;
  }

  set(workUnitId: string, series: readonly string[], value: number): void {
    const latest = new Map(this.present(workUnitId).latest);
    for (const key of series) latest.set(key, { timeMs: value, value });
    this.#units.set(workUnitId, { ...this.present(workUnitId), latest });
    this.#topics.tell(workUnitId);
  }

  forget(workUnitId: string): void {
    this.#units.delete(workUnitId);
    this.#topics.tell(workUnitId);
  }

  /** As a late row does: the tail is another one, the newest samples are the same. */
  touch(workUnitId: string): void {
    this.#topics.tell(workUnitId);
  }
}

/** Begins at an uneven time, after a look at what is there. */
async function setUp() {
  const time = new ManualTime();
  await time.pass(10_000 + 60);
  const values = new Values();
  values.set('press', ['temperature', 'count'], 0);
  const beat = new Beat({ nowMs: () => time.nowMs, after: time.after });
  const pace = new ValuePace({ source: values, beat, nowMs: () => time.nowMs });
  const toldMs: number[] = [];
  const leave = pace.on('press', () => toldMs.push(time.nowMs));
  return { time, values, pace, toldMs, leave };
}

test('a value that comes now and then, or five times a second, is shown in the next turn', async () => {
  const { time, values, toldMs } = await setUp();
  const changedMs: number[] = [];
  for (const waitMs of [3_000, 200, 200, 200, 200, 200, 140, 140, 140, 140]) {
    await time.pass(waitMs);
    values.set('press', ['temperature'], time.nowMs);
    changedMs.push(time.nowMs);
    await time.pass(0);
  }
  expect(toldMs).toEqual(changedMs);
});

test('values that come ten times a second are shown four times, and what else has changed along with them', async () => {
  const { time, values, toldMs } = await setUp();
  await time.pass(1_000);
  const fromMs = time.nowMs;
  for (let value = 1; value <= 100; value++) {
    values.set('press', ['temperature'], value);
    await time.pass(40);
    values.set('press', ['count'], value);
    await time.pass(60);
  }
  const shown = toldMs.filter((ms) => ms > fromMs + 1_000 && ms <= fromMs + 9_000);
  expect(shown).toHaveLength(8 * (1_000 / STEADY_MS));
  expect(shown.every((ms) => ms % STEADY_MS === 0)).toBe(true);
});

test('a series that is calm does not wait for one beside it that is quick', async () => {
  const { time, values, toldMs } = await setUp();
  for (let value = 1; value <= 10; value++) {
    values.set('press', ['temperature'], value);
    await time.pass(100);
  }
  const told = toldMs.length;
  values.set('press', ['temperature'], 11);
  await time.pass(BEAT_MS);
  expect(toldMs).toHaveLength(told);
  values.set('press', ['count'], 1);
  await time.pass(0);
  expect(toldMs).toHaveLength(told + 1);
});

test('a late row is shown with the steady beat, a unit that has lost its values at once', async () => {
  const { time, values, toldMs } = await setUp();
  values.touch('press');
  await time.pass(STEADY_MS);
  expect(toldMs).toEqual([10_000 + STEADY_MS]);
  values.forget('press');
  await time.pass(0);
  expect(toldMs).toHaveLength(2);
});

test('whatever comes and when, the newest is shown within a steady beat, and nothing more often than needed', async () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 400 }),
    series: fc.subarray(['temperature', 'count', 'speed'], { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { time, values, pace } = await setUp();
      let shown = values.present('press');
      let shownMs = time.nowMs;
      let waitedMs = 0;
      pace.on('press', () => {
        shown = values.present('press');
        shownMs = time.nowMs;
      });
      let changedMs: number | undefined;
      for (const [at, { waitMs, series }] of steps.entries()) {
        values.set('press', series, at + 1);
        changedMs ??= time.nowMs;
        await time.pass(waitMs);
        if (shownMs >= changedMs) {
          waitedMs = Math.max(waitedMs, shownMs - changedMs);
          changedMs = shown === values.present('press') ? undefined : shownMs;
        }
      }
      await time.pass(STEADY_MS);
      expect(shown).toBe(values.present('press'));
      expect(waitedMs).toBeLessThanOrEqual(STEADY_MS);
    }),
    { seed: 6 },
  );
});

test('nobody is told after having left, and the source is let go of with the last listener', async () => {
  const { time, values, pace, toldMs, leave } = await setUp();
  const leaveToo = pace.on('press', () => toldMs.push(Number.NaN));
  expect(values.listened).toBe(1);
  leaveToo();
  values.set('press', ['count'], 1);
  leave();
  await time.pass(STEADY_MS);
  expect(toldMs).toEqual([]);
  expect(values.listened).toBe(0);
});
