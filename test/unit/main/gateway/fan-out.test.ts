import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FanOut } from '../../../../src/main/gateway/fan-out';
import { Heartbeats } from '../../../../src/main/gateway/heartbeats';
import { DEFAULT_LAG_LIMITS } from '../../../../src/main/gateway/lag-policy';
import { SliceWriter } from '../../../../src/main/gateway/slice-writer';
import type { Subscriber } from '../../../../src/main/gateway/viewer-group';
import { encodeMessage, type SharedFrame } from '../../../../src/main/gateway/viewer-socket';
import { LiveHub } from '../../../../src/main/live/hub';
import { RecentSamples } from '../../../../src/main/live/recent-samples';
import type { UpdateMemoryPolicy } from '../../../../src/main/live/update-memory';
import { ServerMessage } from '../../../../src/shared/protocol';
import { ManualClock } from '../live/manual-clock';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const UNITS = ['press-1', 'press-2', 'press-3'];
const HEARTBEAT_MS = 1_000;
/** So little is remembered that some who come back have to reload. */
const MEMORY: UpdateMemoryPolicy = { maxUpdates: 2, maxSamples: 1_000 };

/** So many follow the same that they are written to in two slices; most of them are never cut off. */
const FOLLOWED = [UNITS, UNITS, UNITS.slice(0, 1), UNITS.slice(1), UNITS.slice(2), ...Array(20).fill(UNITS)];
/** Those of them that are. */
const CUT_AMONG = 9;

/** The messages of server frames that were written together (RFC 6455, 5.2: unmasked, text). */
function messagesOf({ bytes }: SharedFrame): ServerMessage[] {
  const messages: ServerMessage[] = [];
  for (let at = 0; at < bytes.length; ) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    messages.push(ServerMessage.parse(JSON.parse(bytes.subarray(at + head, at + head + length).toString())));
    at += head + length;
  }
  return messages;
}

/** A screen that knows what docs/protocol.md tells: its record is every value that it was ever given, in order. */
class Screen implements Subscriber {
  readonly workUnitIds: readonly string[];
  readonly heartbeats: number[] = [];
  /** By unit. */
  record = new Map<string, readonly (number | null)[]>();
  sequence = -1;
  isCut = false;
  resumes = 0;
  reloads = 0;

  constructor(workUnitIds: readonly string[]) {
    this.workUnitIds = workUnitIds;
  }

  send(frame: SharedFrame): void {
    if (this.isCut) throw new Error('Something was sent to a screen that had left.');
    for (const message of messagesOf(frame)) this.#take(message);
  }

  closeSlow(reason: string): void {
    throw new Error(`A screen that keeps up was closed: ${reason}`);
  }

  #take(message: ServerMessage): void {
    if (message.type === 'heartbeat') this.heartbeats.push(message.plantTimeMs);
    if (message.type === 'snapshot') {
      this.reloads += 1;
      this.record = new Map();
    }
    if (message.type === 'resumed') this.resumes += 1;
    if (message.type !== 'snapshot' && message.type !== 'update') return;
    if (message.type === 'update' && message.sequence <= this.sequence)
      throw new Error(`update ${message.sequence} after ${this.sequence}`);
    this.sequence = message.sequence;
    for (const { workUnitId, series } of message.units) {
      const values = series.flatMap((each) => each.values);
      this.record.set(workUnitId, [...(this.record.get(workUnitId) ?? []), ...values]);
    }
  }
}

function rig() {
  const clock = new ManualClock(NOW_MS);
  const recent = new RecentSamples();
  const hub = new LiveHub({ epoch: 'e1', recent, clock, memory: MEMORY });
  const yielded: (() => void)[] = [];
  const nowMs = () => clock.monotonicMs();
  const writer = new SliceWriter({
    // Every look at the clock ends a slice: whatever can come between two writes does.
    ...{ sliceMs: 0, nowMs },
    yieldThen: (run) => yielded.push(run),
    after: (waitMs, run) => clock.after(waitMs, run),
  });
  const heartbeats = new Heartbeats({
    ...{ intervalMs: HEARTBEAT_MS, nowMs },
    encode: () => encodeMessage({ type: 'heartbeat', plantTimeMs: clock.plantNowMs() }),
  });
  const fanOut = new FanOut({
    sources: {
      epoch: hub.epoch,
      snapshot: (ids, tailMs) => hub.snapshot(ids, tailMs),
      workUnitIds: () => hub.workUnitIds(),
      settle: () => hub.settle(),
      updatesSince: (sequence) => hub.updatesSince(sequence),
    },
    ...{ writer, lag: DEFAULT_LAG_LIMITS, maxResumeBytes: 1_000_000, nowMs },
    earlyHeartbeat: () => heartbeats.early(),
    onLag: () => {},
  });
  hub.onUpdate((update) => fanOut.publish(update));
  let value = 0;
  return {
    ...{ clock, hub, fanOut, heartbeats },
    /** The next value of a unit: a number that no other has. */
    commit: (workUnitId: string) => {
      value += 1;
      const timeMs = clock.plantNowMs() + value / 1_000;
      const samples = { table: 'metric' as const, name: 'n', timesMs: [timeMs], values: [value] };
      const change = recent.addSamples(workUnitId, samples, NOW_MS - 600_000);
      if (change !== undefined) hub.apply({ units: [{ workUnitId, series: [change], touched: [] }] });
      return value;
    },
    /** One slice of what is being written. */
    slice: () => yielded.shift()?.(),
    writeAll: async () => {
      await clock.advance(1_000);
      for (let run = yielded.shift(); run !== undefined; run = yielded.shift()) run();
    },
  };
}

type Step =
  | { readonly kind: 'commit'; readonly unit: number }
  | { readonly kind: 'cut' | 'back' | 'again'; readonly screen: number }
  | { readonly kind: 'slice' | 'beat' }
  | { readonly kind: 'pass'; readonly ms: number };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('commit' as const), unit: fc.nat(2) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut' as const, 'back' as const, 'again' as const),
      screen: fc.nat(CUT_AMONG),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('slice' as const, 'beat' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 30, 60, 700) }) },
);

test('screens that are cut off and come back, at whatever moment, get exactly what they have missed, or reload', async () => {
  let [resumes, reloads] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 60 }), async (steps) => {
      const { clock, hub, fanOut, heartbeats, commit, slice, writeAll } = rig();
      const truth = new Map<string, number[]>(UNITS.map((workUnitId) => [workUnitId, []]));
      const screens = FOLLOWED.map((ids) => new Screen(ids));
      for (const screen of screens) fanOut.subscribe(screen, { workUnitIds: screen.workUnitIds, tailMs: 600_000 });
      const cut = (screen: Screen) => {
        fanOut.leave(screen);
        screen.isCut = true;
      };
      const back = (screen: Screen) => {
        if (!screen.isCut) return;
        screen.isCut = false;
        const { workUnitIds, sequence } = screen;
        fanOut.subscribe(screen, { workUnitIds, tailMs: 600_000, resume: { epoch: 'e1', sequence } });
      };
      const take = async (step: Step) => {
        const screen = 'screen' in step ? screens[step.screen] : undefined;
        const unit = step.kind === 'commit' ? UNITS[step.unit] : undefined;
        if (unit !== undefined) truth.get(unit)?.push(commit(unit));
        if (step.kind === 'slice') slice();
        if (step.kind === 'pass') await clock.advance(step.ms);
        if (step.kind === 'beat') {
          const { number, frame } = heartbeats.take();
          for (const each of screens) if (!each.isCut && !fanOut.hasHeartbeat(each, number)) each.send(frame);
        }
        if (screen !== undefined && step.kind !== 'back') cut(screen);
        if (screen !== undefined && step.kind !== 'cut') back(screen);
      };
      for (const step of steps) await take(step);
      for (const screen of screens) back(screen);
      hub.settle();
      while (clock.timerCount > 0) await writeAll();
      await writeAll();
      for (const screen of screens) {
        const wanted = screen.workUnitIds.map((workUnitId) => truth.get(workUnitId) ?? []);
        expect(screen.workUnitIds.map((workUnitId) => screen.record.get(workUnitId) ?? [])).toEqual(wanted);
        resumes += screen.resumes;
        reloads += screen.reloads - 1;
      }
    }),
    { numRuns: process.env.TAKTLINE_LONG === undefined ? 200 : 20_000 },
  );
  expect(resumes).toBeGreaterThan(0);
  expect(reloads).toBeGreaterThan(0);
});

test('a heartbeat goes along with values that are written just before it is due, once, and by itself to whom it did not', async () => {
  const { clock, fanOut, heartbeats, commit, writeAll } = rig();
  const [reading, idle] = [new Screen(['press-1']), new Screen(['press-2'])];
  for (const screen of [reading, idle]) fanOut.subscribe(screen, { workUnitIds: screen.workUnitIds, tailMs: 0 });
  await clock.advance(900);
  for (let times = 0; times < 2; times += 1) {
    commit('press-1');
    await writeAll();
  }
  const { number } = heartbeats.take();
  expect(reading.heartbeats).toEqual([NOW_MS + 900]);
  expect([reading, idle].map((screen) => fanOut.hasHeartbeat(screen, number))).toEqual([true, false]);
});
