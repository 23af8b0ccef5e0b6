import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemTimers } from '../../../../src/main/plant/clock';
import { heartbeatTo } from '../../../../src/main/plant/heartbeat-connection';
import { LinkMonitor } from '../../../../src/main/plant/link-monitor';
import { describePlantTrouble } from '../../../../src/main/plant/plant-error';
import type { PlantLink } from '../../../../src/shared/protocol';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { type HistoryParts, runSql, startHistory } from '../history/history-fixture';

let plant: EmbeddedTestPlant;
let parts: HistoryParts;
let monitor: LinkMonitor;
/** Called when the next heartbeat is about to be sent. */
let onBeat: () => void = () => {};
let stateChanges: { readonly link: PlantLink; readonly atMs: number }[] = [];
const watchers = new Set<() => void>();

beforeAll(async () => {
  plant = await startEmbeddedTestPlant();
  await provisionTestSchema(plant.address());
  await runSql(
    plant.address(),
    `insert into metric select t, 'unit-1', 'm1', 1 from generate_series(now() - interval '10 minutes', now(), '10 seconds') t`,
  );
  parts = await startHistory(plant.address('taktline_reader'));
  const address = plant.address('taktline_reader');
  const connect = heartbeatTo(address);
  monitor = new LinkMonitor({
    connect: async (onLost) => {
      const connection = await connect(onLost);
      return {
        readPlantTimeMs: () => {
          onBeat();
          return connection.readPlantTimeMs();
        },
        close: connection.close,
      };
    },
    timers: systemTimers,
    random: Math.random,
    describe: (error) => describePlantTrouble(error, address),
  });
  monitor.onChange((link) => {
    stateChanges.push({ link, atMs: performance.now() });
    // As the engine does it: no read waits for a plant that is known to be gone.
    if (link.state === 'offline') parts.database.abandonConnections(link.reason ?? 'offline');
    for (const watcher of [...watchers]) watcher();
  });
  monitor.start();
  await reached('online');
}, 60_000);

afterEach(() => {
  stateChanges = [];
});

afterAll(async () => {
  monitor?.close();
  parts?.close();
  await plant?.stop();
});

/** Resolves when the state is reached, now or later. */
function reached(state: PlantLink['state']): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (monitor.link().state !== state) return;
      watchers.delete(look);
      resolve();
    };
    watchers.add(look);
    look();
  });
}

function signalPlant(signal: NodeJS.Signals): void {
  const pid = plant.supervisor.pid();
  if (pid === undefined) throw new Error('the plant does not run');
  process.kill(pid, signal);
}

const request = () => ({
  series: [{ table: 'metric', workUnitId: 'unit-1', name: 'm1' } as const],
  range: { fromMs: Date.now() - 600_000, toMs: Date.now() },
});

/** Nothing is kept on board here: what the plant does not give is missing as a whole. */
async function askNow() {
  const { series, range } = request();
  const startedMs = performance.now();
  const [answer] = await parts.service.answer({ series, range }, new AbortController().signal);
  const { missing, missingReason } = answer ?? {};
  return { range, missing, missingReason, ms: performance.now() - startedMs };
}

function expectAway(asked: Awaited<ReturnType<typeof askNow>>): void {
  expect(asked).toMatchObject({ missing: [asked.range], missingReason: 'plant-away' });
  expect(asked.ms).toBeLessThan(5_000);
}

async function expectWhole(): Promise<void> {
  expect(await askNow()).toMatchObject({ missing: [], missingReason: null });
}

test('knows the plant clock once it is online', () => {
  expect(Math.abs(monitor.plantNowMs() - Date.now())).toBeLessThan(500);
  expect(monitor.clockOffsetMs()).toBeDefined();
  expect(monitor.link()).toMatchObject({ state: 'online', reason: null, feed: null });
});

/** Resolves when the next heartbeat is about to be sent, with what `run` does then. */
function atNextBeat(run: () => void): Promise<void> {
  return new Promise((resolve) => {
    onBeat = () => {
      onBeat = () => {};
      run();
      resolve();
    };
  });
}

test('an appliance that stood still itself does not blame the plant: the answer lies in the socket', async () => {
  const standStill = () => {
    for (const endMs = performance.now() + 2_500; performance.now() < endMs; );
  };
  await atNextBeat(() => setImmediate(standStill));
  await atNextBeat(() => {});
  expect(stateChanges).toEqual([]);
  expect(monitor.link().state).toBe('online');
});

test('a killed plant is offline within 2 s, history says so within 5 s, and both come back by themselves', async () => {
  const asOfMs = monitor.link().asOfMs;
  const killedMs = performance.now();
  signalPlant('SIGKILL');
  const [asked] = await Promise.all([askNow(), reached('offline')]);
  const offline = stateChanges.find(({ link }) => link.state === 'offline');
  const offlineAfterMs = (offline?.atMs ?? Number.POSITIVE_INFINITY) - killedMs;
  console.log(
    `killed: offline after ${offlineAfterMs.toFixed(0)} ms, history answered after ${asked.ms.toFixed(0)} ms`,
  );
  expect(offlineAfterMs).toBeLessThan(2_000);
  expect(offline?.link.asOfMs).toBeGreaterThanOrEqual(asOfMs ?? 0);
  expect(offline?.link.reason).toMatch(/\.$|\?$/);
  expectAway(asked);
  await reached('online');
  await expectWhole();
}, 60_000);

test('a frozen plant is late, then offline within 3 s; reads in flight end; thawed, it is online again', async () => {
  // Frozen just after an answer an interval would come first; that worst moment is told on a clock of its own.
  await atNextBeat(() => signalPlant('SIGSTOP'));
  const frozenMs = performance.now();
  const asking = askNow();
  await reached('offline');
  const asked = await asking;
  const states = stateChanges.map(({ link, atMs }) => `${link.state} after ${(atMs - frozenMs).toFixed(0)} ms`);
  console.log(`frozen: ${states.join(', ')}; history answered after ${asked.ms.toFixed(0)} ms`);
  expect(stateChanges.map(({ link }) => link.state)).toEqual(['late', 'offline']);
  expect((stateChanges[1]?.atMs ?? Number.POSITIVE_INFINITY) - frozenMs).toBeLessThan(3_000);
  expectAway(asked);
  // Asked while frozen: nothing answers a connect either.
  expectAway(await askNow());
  signalPlant('SIGCONT');
  await reached('online');
  await expectWhole();
}, 60_000);
