import type { LoadReport, RecordedFrames } from '../../../src/main/load-test/load-messages';
import { quantile } from '../../support/quantile';
import type { BenchContext } from '../figure';
import { Floor } from './floor';
import { Generators } from './generators';
import { LiveAppliance, type LoopDelay } from './live-appliance';
import type { LivePlant } from './live-plant';
import { BenchWriter, nowMs } from './writer';

export interface LiveLoad {
  readonly viewers: number;
  /** Commits a second, each of one unit: what every viewer gets. */
  readonly perSecond: number;
  /** Viewers that stop reading for a while. */
  readonly slow: number;
  readonly seconds: number;
  /** Units whose rows are committed, by turns; all viewers follow the whole wall. */
  readonly written: readonly string[];
  readonly isElectron: boolean;
}

/** A stretch of time under load. */
export interface Stretch {
  readonly latenciesMs: readonly number[];
  /** Processor time of the serving process in a second, ms. */
  readonly cpuMsPerSecond: number;
}

export interface ApplianceResult {
  readonly joinMs: number;
  /** Processor time a second for following the plant and nobody to serve: a floor has no plant to follow. */
  readonly feedCpuMsPerSecond: number;
  readonly steady: Stretch;
  readonly loop: LoopDelay;
  readonly residentKbPerViewer: number;
  /** The others while some do not read. */
  readonly besideSlow: Stretch;
  readonly slowResidentKb: number;
  readonly backMs: number;
  /** Statements to the plant while a thousand viewers came back, and in as long before. */
  readonly statements: { readonly before: number; readonly whileBack: number };
  readonly report: LoadReport;
  readonly viewers: Readonly<Record<string, number>>;
  readonly frames: RecordedFrames;
}

const WARM_UP_MS = 2_000;
/** Long enough for what is under way to arrive. */
const SETTLE_MS = 1_500;
const FEED_MS = 4_000;
/** A commit that has not arrived so long after the last one is lost. */
const LOST_AFTER_MS = 20_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The appliance under load: joining, a steady stretch, viewers that do not read, and all cut off at once. */
export async function measureAppliance(
  context: BenchContext,
  plant: LivePlant,
  load: LiveLoad,
): Promise<ApplianceResult> {
  const { workUnitIds } = plant;
  const appliance = await LiveAppliance.start(context, plant.plant.address('postgres'), {
    workUnits: workUnitIds.length,
    isElectron: load.isElectron,
  });
  const generators = new Generators(context.root, load.viewers);
  const writer = new BenchWriter(plant.connection, load.written, load.perSecond);
  try {
    await pause(WARM_UP_MS);
    const residentBeforeKb = appliance.residentKb;
    const { port, token } = appliance;
    const joinMs = await generators.connect({ host: '127.0.0.1', port, token, workUnitIds, acknowledges: true });
    context.say(`${load.viewers} viewers in after ${Math.round(joinMs)} ms`);
    writer.start();
    await pause(WARM_UP_MS);
    await appliance.loopDelay();
    const steady = await measureStretch(generators, { writer, server: appliance, seconds: load.seconds });
    const loop = await appliance.loopDelay();
    const residentKbPerViewer = (appliance.residentKb - residentBeforeKb) / load.viewers;
    generators.pause(load.slow);
    const besideSlow = await measureStretch(generators, { writer, server: appliance, ...load, skipped: load.slow });
    const slowResidentKb = appliance.residentKb;
    generators.resume();
    await pause(SETTLE_MS);
    const { backMs, statements } = await cutAll(appliance, generators);
    await writer.stop();
    await pause(SETTLE_MS);
    const report = await settledReport(generators, writer);
    const { viewers } = await appliance.diagnostics();
    const frames = await generators.recorded();
    generators.stop();
    const feedCpuMsPerSecond = await measureFeed(
      appliance,
      new BenchWriter(plant.connection, load.written, load.perSecond),
    );
    return {
      ...{
        joinMs,
        feedCpuMsPerSecond,
        steady,
        loop,
        residentKbPerViewer,
        besideSlow,
        slowResidentKb,
        backMs,
        statements,
      },
      ...{ report, viewers, frames },
    };
  } finally {
    await writer.stop();
    generators.stop();
    await appliance.stop();
  }
}

/** The report of the whole run; what is under way when the last commit was made has time to arrive before it counts as lost. */
async function settledReport(generators: Generators, writer: BenchWriter): Promise<LoadReport> {
  const untilMs = nowMs() + LOST_AFTER_MS;
  for (;;) {
    const report = await generators.report({ fromMs: 0, toMs: 0, marks: writer.commits });
    if (report.lost === 0 || nowMs() >= untilMs) return report;
    await pause(SETTLE_MS);
  }
}

async function measureFeed(appliance: LiveAppliance, writer: BenchWriter): Promise<number> {
  writer.start();
  await pause(WARM_UP_MS);
  const beforeMs = appliance.cpuMs;
  await pause(FEED_MS);
  const tookMs = appliance.cpuMs - beforeMs;
  await writer.stop();
  return (tookMs * 1_000) / FEED_MS;
}

/** The same frames at the same rate to as many raw sockets, while the plant takes in the same rows. */
export async function measureFloor(
  context: BenchContext,
  plant: LivePlant,
  load: LiveLoad,
  frames: RecordedFrames,
): Promise<{ readonly joinMs: number; readonly steady: Stretch }> {
  const floor = await Floor.start(context.root, frames);
  const generators = new Generators(context.root, load.viewers);
  const writer = new BenchWriter(plant.connection, load.written, load.perSecond, (mark) => floor.send(mark));
  try {
    const { workUnitIds } = plant;
    const target = { host: '127.0.0.1', port: floor.port, token: '', workUnitIds, acknowledges: false };
    const joinMs = await generators.connect(target);
    context.say(`${load.viewers} raw sockets in after ${Math.round(joinMs)} ms`);
    writer.start();
    await pause(WARM_UP_MS);
    // The floor sends its frames by number; the marks inside them are those of the recording.
    const marks = (commits: ReadonlyMap<number, number>) =>
      new Map(frames.updates.flatMap(({ mark }, at) => [[mark, commits.get(at + 1) ?? Number.NaN] as const]));
    const steady = await measureStretch(generators, { writer, server: floor, seconds: load.seconds, marks });
    return { joinMs, steady };
  } finally {
    await writer.stop();
    generators.stop();
    floor.stop();
  }
}

async function measureStretch(
  generators: Generators,
  options: {
    readonly writer: BenchWriter;
    readonly server: { readonly cpuMs: number };
    readonly seconds: number;
    readonly skipped?: number;
    readonly marks?: (commits: ReadonlyMap<number, number>) => ReadonlyMap<number, number>;
  },
): Promise<Stretch> {
  const { writer, server, seconds, skipped, marks = (commits) => commits } = options;
  const fromMs = nowMs();
  const cpuBeforeMs = server.cpuMs;
  await pause(seconds * 1_000);
  const toMs = nowMs();
  const cpuMsPerSecond = ((server.cpuMs - cpuBeforeMs) * 1_000) / (toMs - fromMs);
  await pause(SETTLE_MS);
  const { latenciesMs } = await generators.report({ fromMs, toMs, marks: marks(writer.commits) }, skipped);
  return { latenciesMs: [...latenciesMs], cpuMsPerSecond };
}

async function cutAll(
  appliance: LiveAppliance,
  generators: Generators,
): Promise<{ readonly backMs: number; readonly statements: { readonly before: number; readonly whileBack: number } }> {
  const statementsOf = async () => {
    const { statements } = await appliance.diagnostics();
    return statements.reduce((sum, { ms }) => sum + ms.count, 0);
  };
  const first = await statementsOf();
  const beganMs = nowMs();
  const backMs = await generators.cut();
  const tookMs = nowMs() - beganMs;
  const second = await statementsOf();
  await pause(tookMs);
  return { backMs, statements: { whileBack: second - first, before: (await statementsOf()) - second } };
}

export function percentiles(latenciesMs: readonly number[]) {
  return {
    p50: quantile(latenciesMs, 0.5),
    p95: quantile(latenciesMs, 0.95),
    p99: quantile(latenciesMs, 0.99),
    max: quantile(latenciesMs, 1),
  };
}
