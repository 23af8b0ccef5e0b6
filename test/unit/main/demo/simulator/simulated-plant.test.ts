import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHIFT_MS, shiftIndexAt, shiftStartMs } from '../../../../../src/main/demo/simulator/calendar';
import {
  emptyMetricRows,
  emptyOeeRows,
  type MetricRows,
  SimulatedPlant,
} from '../../../../../src/main/demo/simulator/simulated-plant';
import { STATE_CODES, WORK_UNITS } from '../../../../../src/main/demo/simulator/work-units';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
const START_MS = Date.UTC(2026, 10, 16, 6);

const unitIndex = fc.integer({ min: 0, max: WORK_UNITS.length - 1 });

function unitAt(plant: SimulatedPlant, index: number) {
  const unit = plant.units[index];
  if (unit === undefined) throw new Error('no such unit');
  return unit;
}

/** Values of one series by time. */
function series(rows: MetricRows, name: string): Map<number, number> {
  const found = new Map<number, number>();
  rows.names.forEach((each, i) => {
    if (each === name) found.set(rows.timesMs[i] ?? Number.NaN, rows.values[i] ?? Number.NaN);
  });
  return found;
}

test('a range cut anywhere, made by another process in another order, gives the same rows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5 }),
      unitIndex,
      fc.integer({ min: 0, max: WEEK_MS }),
      fc.array(fc.integer({ min: 1, max: 20 * 60_000 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1_000, 10_000, 60_000),
      (seed, index, offsetMs, lengths, stepMs) => {
        const one = new SimulatedPlant({ seed });
        const other = new SimulatedPlant({ seed });
        const unit = unitAt(one, index);
        const fromMs = START_MS + offsetMs;
        const toMs = fromMs + lengths.reduce((sum, length) => sum + length, 0);
        // The other plant has seen other times before: its cache must not matter.
        other.sensorRows(unit, toMs + 9 * HOUR_MS, toMs + 9 * HOUR_MS + 5_000, 1_000);
        const metrics = emptyMetricRows();
        const states = emptyMetricRows();
        const oee = emptyOeeRows();
        let cursorMs = fromMs;
        for (const length of lengths) {
          other.sensorRows(unit, cursorMs, cursorMs + length, stepMs, metrics);
          other.stateRows(unit, cursorMs, cursorMs + length, states);
          other.oeeRows(unit, cursorMs, cursorMs + length, oee);
          cursorMs += length;
        }
        expect(metrics).toEqual(one.sensorRows(unit, fromMs, toMs, stepMs));
        expect(states).toEqual(one.stateRows(unit, fromMs, toMs));
        expect(oee).toEqual(one.oeeRows(unit, fromMs, toMs));
      },
    ),
    { numRuns: 60 },
  );
});

test('a minute sample of the backfill is the very sample that 1 Hz would have had', () => {
  const plant = new SimulatedPlant({ seed: 3 });
  for (const unit of plant.units) {
    const coarse = plant.sensorRows(unit, START_MS, START_MS + HOUR_MS, 60_000);
    const fine = plant.sensorRows(unit, START_MS, START_MS + HOUR_MS, 1_000);
    for (const name of new Set(coarse.names)) {
      const fineByTime = series(fine, name);
      for (const [timeMs, value] of series(coarse, name)) expect(fineByTime.get(timeMs)).toBe(value);
    }
  }
});

test('two seeds give two plants', () => {
  const unit = unitAt(new SimulatedPlant({ seed: 1 }), 0);
  const rows = [1, 2].map((seed) =>
    new SimulatedPlant({ seed }).sensorRows(unit, START_MS, START_MS + HOUR_MS, 60_000),
  );
  expect(rows[0]?.values).not.toEqual(rows[1]?.values);
});

test('the segments cover every shift without hole or overlap, on whole seconds', () => {
  const plant = new SimulatedPlant({ seed: 1 });
  fc.assert(
    fc.property(unitIndex, fc.integer({ min: 0, max: 4 * WEEK_MS }), (index, offsetMs) => {
      const unit = unitAt(plant, index);
      const segment = plant.segment(unit, START_MS + offsetMs);
      expect(segment.fromMs).toBeLessThanOrEqual(START_MS + offsetMs);
      expect(segment.toMs).toBeGreaterThan(START_MS + offsetMs);
      expect(segment.toMs % 1_000).toBe(0);
      expect(plant.segment(unit, segment.toMs).fromMs).toBe(segment.toMs);
    }),
  );
});

test('the piece counter only rises within a shift and begins again at nought with the next', () => {
  const plant = new SimulatedPlant({ seed: 1, withOutages: false });
  for (const unit of plant.units) {
    const counts = series(plant.sensorRows(unit, START_MS, START_MS + 48 * HOUR_MS, 60_000), 'good_count');
    let earlier: { timeMs: number; count: number } | undefined;
    for (const [timeMs, count] of counts) {
      if (earlier !== undefined && shiftIndexAt(earlier.timeMs) === shiftIndexAt(timeMs)) {
        expect(count).toBeGreaterThanOrEqual(earlier.count);
      }
      earlier = { timeMs, count };
    }
    expect(counts.get(shiftStartMs(shiftIndexAt(START_MS) + 1))).toBe(0);
    expect(Math.max(...counts.values())).toBeGreaterThan(200);
  }
});

test('every state takes a believable share of a week', () => {
  const plant = new SimulatedPlant({ seed: 1 });
  for (const unit of plant.units) {
    const { values } = plant.stateRows(unit, START_MS, START_MS + WEEK_MS);
    const share = (code: number) => values.filter((value) => value === code).length / values.length;
    expect(share(STATE_CODES.running)).toBeGreaterThan(0.5);
    for (const code of [STATE_CODES.stopped, STATE_CODES.slow, STATE_CODES.changeOver]) {
      expect(share(code)).toBeGreaterThan(0.005);
      expect(share(code)).toBeLessThan(0.2);
    }
    expect(share(STATE_CODES.plannedStop)).toBeGreaterThan(0.05);
    expect(share(STATE_CODES.plannedStop)).toBeLessThan(0.25);
  }
});

test('a change of state has a sample at its very second', () => {
  const plant = new SimulatedPlant({ seed: 1, withOutages: false });
  const unit = unitAt(plant, 2);
  const rows = plant.stateRows(unit, START_MS, START_MS + SHIFT_MS);
  for (let segment = plant.segment(unit, START_MS); segment.toMs < START_MS + SHIFT_MS; ) {
    segment = plant.segment(unit, segment.toMs);
    const at = rows.timesMs.indexOf(segment.fromMs);
    expect(rows.values[at]).toBe(STATE_CODES[segment.state]);
  }
});

test('on connecting a machine tells its state at that very second, once, wherever in the ten seconds it is', () => {
  const plant = new SimulatedPlant({ seed: 1, withOutages: false });
  const unit = unitAt(plant, 2);
  const change = plant.segment(unit, plant.segment(unit, START_MS).toMs).fromMs;
  for (const timeMs of [START_MS, START_MS + 1_000, START_MS + 9_000, START_MS + 10_000, change, change + 1_000]) {
    const rows = plant.stateOnConnect(unit, timeMs, plant.stateRows(unit, timeMs, timeMs + 1_000));
    expect(rows.timesMs).toEqual([timeMs]);
    expect(rows.values).toEqual([STATE_CODES[plant.segment(unit, timeMs).state]]);
  }
});

test('OEE is the product of its scores, in range, falls with stops, and is not given where nothing was planned', () => {
  const plant = new SimulatedPlant({ seed: 1 });
  for (const unit of plant.units) {
    const oee = plant.oeeRows(unit, START_MS, START_MS + WEEK_MS);
    oee.timesMs.forEach((timeMs, i) => {
      const [a, p, q] = [oee.availabilities[i] ?? -1, oee.performances[i] ?? -1, oee.qualities[i] ?? -1];
      expect(oee.oeeScores[i]).toBe(a * p * q);
      if (a < 0 || a > 1 || p <= 0 || p > 1.2 || q <= 0.8 || q > 1)
        throw new Error(`${unit.id} ${timeMs} ${a} ${p} ${q}`);
    });
    expect(Math.max(...oee.performances)).toBeGreaterThan(1);
    expect(Math.min(...oee.availabilities)).toBeLessThan(0.5);
    const steps = oee.timesMs.slice(1).map((timeMs, i) => timeMs - (oee.timesMs[i] ?? 0));
    // The meal break lasts 30 minutes, the window 10.
    expect(Math.max(...steps)).toBeGreaterThan(15 * 60_000);
  }
});

test('while a unit runs its performance and quality wander from sample to sample, as in a real shop', () => {
  const plant = new SimulatedPlant({ seed: 1, withOutages: false });
  for (const unit of plant.units) {
    const { timesMs, performances, qualities } = plant.oeeRows(unit, START_MS, START_MS + 24 * HOUR_MS);
    let running = 0;
    let flat = 0;
    for (let i = 60; i < timesMs.length; i += 1) {
      const segment = plant.segment(unit, timesMs[i] ?? 0);
      // Half an hour into a run the window of ten minutes has long lost what was before.
      if (segment.state !== 'running' || (timesMs[i] ?? 0) - segment.fromMs < 30 * 60_000) continue;
      running += 1;
      if (performances[i] === performances[i - 1] || qualities[i] === qualities[i - 1]) flat += 1;
      const halfHour = performances.slice(i - 60, i);
      const spread = Math.max(...halfHour) - Math.min(...halfHour);
      if (spread < 0.001 || spread > 0.3) throw new Error(`${unit.id}: performance spreads by ${spread}`);
    }
    expect(running).toBeGreaterThan(300);
    expect(flat / running).toBeLessThan(0.01);
  }
});

test('a year of it stays plausible', () => {
  const plant = new SimulatedPlant({ seed: 1 });
  for (const unit of plant.units) {
    const sums = { oee: 0, performance: 0, quality: 0, count: 0, highest: 0, lowestQuality: 1 };
    for (let day = 0; day < 365; day += 1) {
      // An hour of each day, another one every day, is enough to see every shift and weekday.
      const fromMs = START_MS + day * 24 * HOUR_MS + ((day * 7) % 24) * HOUR_MS;
      const rows = plant.oeeRows(unit, fromMs, fromMs + HOUR_MS);
      rows.oeeScores.forEach((oee, i) => {
        sums.oee += oee;
        sums.performance += rows.performances[i] ?? 0;
        sums.quality += rows.qualities[i] ?? 0;
        sums.count += 1;
        sums.highest = Math.max(sums.highest, rows.performances[i] ?? 0);
        sums.lowestQuality = Math.min(sums.lowestQuality, rows.qualities[i] ?? 0);
      });
    }
    expect(sums.count, unit.id).toBeGreaterThan(80_000);
    expect(sums.performance / sums.count, unit.id).toBeGreaterThan(0.85);
    expect(sums.performance / sums.count, unit.id).toBeLessThan(1);
    expect(sums.oee / sums.count, unit.id).toBeGreaterThan(0.5);
    expect(sums.oee / sums.count, unit.id).toBeLessThan(0.9);
    expect(1 - sums.quality / sums.count, unit.id).toBeGreaterThan(unit.scrapShare * 0.7);
    expect(1 - sums.quality / sums.count, unit.id).toBeLessThan(unit.scrapShare * 1.6);
    expect(sums.highest, unit.id).toBeGreaterThan(1);
    expect(sums.highest, unit.id).toBeLessThan(1.12);
    expect(sums.lowestQuality, unit.id).toBeGreaterThan(0.8);
  }
});

test('sensors and whole units fall silent now and then, and never when outages are switched off', () => {
  const wanting = (withOutages: boolean) => {
    const plant = new SimulatedPlant({ seed: 1, withOutages });
    let missing = 0;
    let expected = 0;
    for (const unit of plant.units) {
      const rows = plant.sensorRows(unit, START_MS, START_MS + WEEK_MS, 60_000);
      expected += 5 * (WEEK_MS / 60_000);
      missing += 5 * (WEEK_MS / 60_000) - rows.values.length;
    }
    return missing / expected;
  };
  expect(wanting(false)).toBe(0);
  expect(wanting(true)).toBeGreaterThan(0.002);
  expect(wanting(true)).toBeLessThan(0.03);
});

test('bad values (NaN) come rarely and from one metric of the shop alone', () => {
  const plant = new SimulatedPlant({ seed: 1 });
  const bad = new Map<string, number>();
  for (const unit of plant.units) {
    const rows = plant.sensorRows(unit, START_MS, START_MS + 24 * HOUR_MS, 60_000);
    rows.values.forEach((value, i) => {
      if (Number.isFinite(value)) return;
      expect(value).toBeNaN();
      const key = `${unit.id}/${rows.names[i]}`;
      bad.set(key, (bad.get(key) ?? 0) + 1);
    });
  }
  expect([...bad.keys()]).toEqual(['lathe-1/vibration']);
  expect(bad.get('lathe-1/vibration')).toBeGreaterThan(0);
  expect(bad.get('lathe-1/vibration')).toBeLessThan(40);
});

test('a machine warms up after a planned stop and stays within its plausible range', () => {
  const plant = new SimulatedPlant({ seed: 1, withOutages: false });
  const mill = plant.units.find((unit) => unit.id === 'mill-1');
  if (mill === undefined) throw new Error('no mill');
  const temperature = series(plant.sensorRows(mill, START_MS, START_MS + SHIFT_MS, 60_000), 'temperature');
  const breakEnd = START_MS + 295 * 60_000;
  const coldest = temperature.get(breakEnd) ?? 0;
  expect(coldest).toBeLessThan(45);
  expect(Math.max(...temperature.values())).toBeLessThan(75);
  expect(Math.min(...temperature.values())).toBeGreaterThan(18);
});
