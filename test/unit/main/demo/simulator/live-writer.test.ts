import { expect, test } from 'vitest';
import type { Clock } from '../../../../../src/main/demo/simulator/clock';
import { LiveWriter } from '../../../../../src/main/demo/simulator/live-writer';
import { SimulatedPlant } from '../../../../../src/main/demo/simulator/simulated-plant';

const START_MS = Date.UTC(2026, 10, 17, 8);
const MINUTE_MS = 60_000;

/** Time that passes when somebody sleeps. */
class HandClock implements Clock {
  #nowMs = START_MS;
  nowMs = () => this.#nowMs;
  async sleep(durationMs: number) {
    this.#nowMs += Math.max(1, durationMs);
  }
}

/** Keeps the times of the counter's rows, and of the state's; fails as told, before or after having kept them. */
class TwinPlant {
  readonly kept = new Map<string, number[]>();
  readonly states = new Map<string, number[]>();
  failNext: 'no' | 'before' | 'after' = 'no';
  isAway = false;

  connect = async () => {
    if (this.isAway) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    return { query: this.#query, end: async () => {} };
  };

  #query = async (text: string, values: readonly unknown[] = []) => {
    if (text.startsWith('SELECT')) return { rows: this.#has(values) ? [{}] : [] };
    const failure = this.failNext;
    this.failNext = 'no';
    if (failure !== 'before') this.#keep(values);
    if (failure !== 'no') throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    return { rows: [] };
  };

  #keep([times, units, names]: readonly unknown[]) {
    if (!Array.isArray(times) || !Array.isArray(units) || !Array.isArray(names)) throw new Error('no columns');
    names.forEach((name, i) => {
      const into = { good_count: this.kept, state: this.states }[String(name)];
      into?.set(units[i], [...(into.get(units[i]) ?? []), Date.parse(times[i])]);
    });
  }

  #has([unit, from, to]: readonly unknown[]) {
    const times = this.kept.get(String(unit)) ?? [];
    return times.some((time) => time >= Date.parse(String(from)) && time < Date.parse(String(to)));
  }
}

/** Runs a writer; `during` is called before each attempt to reach the plant. */
async function write(untilMs: number, onTick: (nowMs: number, plant: TwinPlant) => void, fromMs: number = START_MS) {
  const clock = new HandClock();
  const plant = new TwinPlant();
  const stop = new AbortController();
  const lost: [string, number, number][] = [];
  const ticking: Clock = {
    nowMs: clock.nowMs,
    sleep: async (durationMs) => {
      await clock.sleep(durationMs);
      onTick(clock.nowMs(), plant);
      if (clock.nowMs() >= untilMs) stop.abort(new Error('enough'));
    },
  };
  const writer = new LiveWriter({
    plant: new SimulatedPlant({ seed: 1, withOutages: false }),
    session: { connect: plant.connect, clock: ticking, random: () => 0.5 },
    clock: ticking,
    fromMs,
    onLive: () => {},
    onLost: (unit, fromMs, toMs) => lost.push([unit, fromMs, toMs]),
  });
  await writer.run(stop.signal);
  return { kept: plant.kept, states: plant.states, lost };
}

const seconds = (fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / 1_000 }, (_, i) => fromMs + i * 1_000);

test('each unit is written once a second, stamped with whole seconds, none early', async () => {
  const { kept, lost } = await write(START_MS + MINUTE_MS, () => {});
  expect(kept.size).toBe(6);
  for (const times of kept.values()) expect(times.slice(0, 60)).toEqual(seconds(START_MS, START_MS + MINUTE_MS));
  expect(Math.max(...[...kept.values()].flat())).toBeLessThanOrEqual(START_MS + MINUTE_MS);
  expect(lost).toEqual([]);
});

test('every unit tells its state with its first second, not at the next ten', async () => {
  const fromMs = START_MS + 3_000;
  const { states } = await write(START_MS + 9_000, () => {}, fromMs);
  expect([...states.values()].map((times) => times[0])).toEqual(Array.from({ length: 6 }, () => fromMs));
});

test.each(['before', 'after'] as const)(
  'a batch whose answer was lost %s it was kept is there exactly once',
  async (moment) => {
    let failures = 0;
    const { kept } = await write(START_MS + MINUTE_MS, (nowMs, plant) => {
      if (nowMs < START_MS + failures * 7_000) return;
      failures += 1;
      plant.failNext = moment;
    });
    expect(failures).toBeGreaterThan(5);
    for (const times of kept.values()) expect(times.slice(0, 55)).toEqual(seconds(START_MS, START_MS + 55_000));
  },
);

test('after an outage the last ten minutes are made up for, what is older is said to be lost', async () => {
  const awayMs = START_MS + MINUTE_MS;
  const backMs = awayMs + 25 * MINUTE_MS;
  const { kept, lost } = await write(backMs + MINUTE_MS, (nowMs, plant) => {
    const goesAway = nowMs >= awayMs && nowMs < backMs;
    if (goesAway && !plant.isAway) plant.failNext = 'before';
    plant.isAway = goesAway;
  });
  expect(lost).toHaveLength(6);
  for (const [unit, fromMs, toMs] of lost) {
    const times = kept.get(unit) ?? [];
    expect(toMs - fromMs).toBeGreaterThan(14 * MINUTE_MS);
    expect(times.filter((time) => time >= fromMs && time < toMs)).toEqual([]);
    expect(times.filter((time) => time < fromMs)).toEqual(seconds(START_MS, fromMs));
    const after = times.filter((time) => time >= toMs);
    expect(after).toEqual(seconds(toMs, (after.at(-1) ?? 0) + 1_000));
    expect((after.at(-1) ?? 0) - toMs).toBeGreaterThan(10 * MINUTE_MS);
  }
});
