import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LinkMonitor } from '../../../../src/main/plant/link-monitor';
import type { PlantLink } from '../../../../src/shared/protocol';
import { FakeTimers, settled } from './fake-timers';

/** The plant's clock is ahead of ours by this, ms. */
const AHEAD_MS = 90_000;

type Peer = 'answering' | 'silent' | 'refusing';

/** A plant that answers, keeps silent (frozen, cable pulled) or refuses (its process is gone). */
class FakePlant {
  peer: Peer = 'answering';
  connectCount = 0;
  openCount = 0;
  readonly #timers: FakeTimers;
  #unanswered: (() => void)[] = [];
  #lose = new Set<(error: Error | undefined) => void>();

  constructor(timers: FakeTimers) {
    this.#timers = timers;
  }

  readonly connect = async (onLost: (error: Error | undefined) => void) => {
    this.connectCount += 1;
    if (this.peer === 'refusing') throw new Error('ECONNREFUSED');
    if (this.peer === 'silent') {
      // The connection's own deadline, as pg has it.
      await new Promise<void>((_resolve, reject) => {
        this.#timers.setTimer(() => reject(new Error('timeout expired')), 5_000);
      });
    }
    this.openCount += 1;
    this.#lose.add(onLost);
    return {
      readPlantTimeMs: async () => {
        if (this.peer === 'silent') await new Promise<void>((resolve) => this.#unanswered.push(resolve));
        return this.#timers.nowMs() + AHEAD_MS;
      },
      close: () => {
        if (this.#lose.delete(onLost)) this.openCount -= 1;
      },
    };
  };

  become(peer: Peer): void {
    this.peer = peer;
    if (peer === 'answering') for (const answer of this.#unanswered.splice(0)) answer();
    if (peer === 'refusing') for (const lose of [...this.#lose]) lose(new Error('ECONNRESET'));
  }
}

function setUp() {
  const timers = new FakeTimers();
  const plant = new FakePlant(timers);
  const monitor = new LinkMonitor({
    connect: plant.connect,
    timers,
    random: () => 0.5,
    describe: (error) => `It failed: ${error instanceof Error ? error.message : 'closed'}.`,
  });
  const links: PlantLink[] = [];
  monitor.onChange((link) => links.push(link));
  return { timers, plant, monitor, links, states: () => links.map(({ state }) => state) };
}

test('is connecting, then online with the plant’s clock', async () => {
  const { timers, monitor, states } = setUp();
  expect(monitor.link()).toEqual({ state: 'connecting', asOfMs: null, reason: null, feed: null });
  monitor.start();
  monitor.start();
  await timers.pass(10);
  expect(states()).toEqual(['online']);
  expect(monitor.plantNowMs()).toBe(timers.nowMs() + AHEAD_MS);
  await timers.pass(10_000);
  expect(states()).toEqual(['online']);
  expect(monitor.link().asOfMs).toBeGreaterThan(timers.nowMs() + AHEAD_MS - 1_001);
});

test('one missed heartbeat is late, two are offline within 3 s, an answer brings it back', async () => {
  const { timers, plant, monitor, links, states } = setUp();
  monitor.start();
  await timers.pass(10);
  plant.become('silent');
  await timers.pass(2_000);
  expect(states()).toEqual(['online', 'late']);
  expect(links.at(-1)?.reason).toBe('The plant has not answered for 1 s.');
  await timers.pass(1_000);
  expect(states()).toEqual(['online', 'late', 'offline']);
  plant.become('answering');
  await settled();
  expect(states()).toEqual(['online', 'late', 'offline', 'online']);
  expect(plant.connectCount).toBe(1);
});

test('a closed connection is offline at once, with the reason; it comes back after a backoff', async () => {
  const { timers, plant, monitor, links, states } = setUp();
  monitor.start();
  await timers.pass(3_000);
  const asOfMs = monitor.link().asOfMs;
  plant.become('refusing');
  expect(states()).toEqual(['online', 'offline']);
  expect(links.at(-1)).toMatchObject({ reason: 'It failed: ECONNRESET.', asOfMs });
  await timers.pass(60_000);
  // 0.25, 0.5, 1, 2, 4, 7.5, 7.5 … s: no storm.
  expect(plant.connectCount).toBeLessThan(14);
  plant.become('answering');
  await timers.pass(7_500);
  expect(states().at(-1)).toBe('online');
  expect(monitor.link().reason).toBeNull();
});

test('a connection that stays silent is given up after 5 s, and a new one is made', async () => {
  const { timers, plant, monitor } = setUp();
  monitor.start();
  await timers.pass(10);
  plant.become('silent');
  await timers.pass(5_000);
  expect(plant.openCount).toBe(0);
  await timers.pass(1_000);
  expect(plant.connectCount).toBe(2);
});

test('closed, it leaves neither connection nor timer behind and tells nothing more', async () => {
  const { timers, plant, monitor, links } = setUp();
  monitor.start();
  await timers.pass(1_500);
  monitor.close();
  const told = links.length;
  plant.become('refusing');
  await timers.pass(20_000);
  expect([plant.openCount, timers.pendingCount, links.length]).toEqual([0, 0, told]);
});

test('whatever the plant does: silent or gone for 3 s is offline, back for 21 s is online, never two connections', async () => {
  const step = fc.record({
    peer: fc.constantFrom<Peer>('answering', 'silent', 'refusing'),
    forMs: fc.integer({ min: 0, max: 30_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { timers, plant, monitor } = setUp();
      monitor.start();
      await timers.pass(100);
      for (const { peer, forMs } of steps) {
        plant.become(peer);
        await timers.pass(forMs);
        expect(plant.openCount).toBeLessThanOrEqual(1);
        const { state, reason } = monitor.link();
        expect(reason === null).toBe(state === 'online' || state === 'connecting');
        if (peer === 'refusing') expect(state).toBe('offline');
        if (peer === 'silent' && forMs >= 3_000) expect(state).toBe('offline');
        // A connect that hangs holds on for 5 s, and 15 s is the longest wait.
        if (peer === 'answering' && forMs >= 21_000) expect(state).toBe('online');
      }
      monitor.close();
    }),
    { numRuns: 100 },
  );
});
