import type { LoadReport, RecordedFrames } from '../../../src/main/load-test/load-messages';
import { quantile } from '../../support/quantile';
import type { BenchContext } from '../figure';
import { Floor } from './floor';
import { Generators } from './generators';
import { LiveAppliance } from './live-appliance';
import { type LivePlant, UNFOLLOWED_TABLE } from './live-plant';
import type { LoopDelay } from './loop-delay';
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
  /** The viewers of the appliance come by TLS; the floor's do not. */
  readonly isSealed: boolean;
}

/** A stretch of time under load. */
export interface Stretch {
  readonly latenciesMs: readonly number[];
  /** Processor time of the serving process in a second, ms. */
  readonly cpuMsPerSecond: number;
}

export interface LiveResult {
  readonly joinMs: number;
  /** Processor time a second for following the plant and nobody to serve: a floor has no plant to follow. */
  readonly feedCpuMsPerSecond: number;
  readonly steady: Stretch;
  readonly loop: LoopDelay;
  readonly residentKbPerViewer: number;
  /** The same frames at the same rate to as many raw sockets, by turns with `steady`, while the plant takes in as many rows. */
  readonly floor: { readonly joinMs: number; readonly steady: Stretch; readonly loop: LoopDelay };
  /** The others while some do not read, and by turns with it while all do. */
  readonly besideSlow: Stretch;
  readonly besideNone: Stretch;
  readonly slowResidentKb: number;
  readonly backMs: number;
  /** Statements to the plant while a thousand viewers came back, and in as long before. */
  readonly statements: { readonly before: number; readonly whileBack: number };
  readonly report: LoadReport;
  readonly viewers: Readonly<Record<string, number>>;
}

/** Viewers, who writes for them, and who serves them. */
interface Side {
  readonly generators: Generators;
  readonly writer: BenchWriter;
  readonly server: { readonly cpuMs: number };
  /** The marks that frames carry, of commits by their numbers. */
  readonly marks?: (commits: ReadonlyMap<number, number>) => ReadonlyMap<number, number>;
  readonly skipped?: number;
}

const WARM_UP_MS = 2_000;
/** Until updates come at their rate again, at the beginning of a turn. */
const LEAD_IN_MS = 500;
/** Long enough for what is under way to arrive. */
const SETTLE_MS = 1_000;
const FEED_MS = 4_000;
/** So much longer than a stretch is recorded for the floor: it sends that in all its turns, and before them. */
const RECORDED_BEYOND_MS = 6_000;
/** What varies with time on the machine is the same for both. */
const TURNS = 3;
/** A commit that has not arrived so long after the last one is lost. */
const LOST_AFTER_MS = 20_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The appliance under load: joining, by turns with the floor, with viewers that do not read, and all cut off at once. */
export async function measureLive(context: BenchContext, plant: LivePlant, load: LiveLoad): Promise<LiveResult> {
  const { workUnitIds, connection } = plant;
  const appliance = await LiveAppliance.start(context, plant.plant.address('postgres'), {
    workUnits: workUnitIds.length,
    isElectron: load.isElectron,
    isSealed: load.isSealed,
  });
  const generators = new Generators(context.root, load.viewers);
  const writer = new BenchWriter(connection, load.written, load.perSecond);
  const side = { generators, writer, server: appliance };
  try {
    await pause(WARM_UP_MS);
    const residentBeforeKb = appliance.residentKb;
    const { port, token } = appliance;
    const target = { host: '127.0.0.1', port, token, workUnitIds, acknowledges: true, isSealed: load.isSealed };
    const joinMs = await generators.connect(target);
    context.say(`${load.viewers} viewers in after ${Math.round(joinMs)} ms`);
    writer.start();
    await pause(WARM_UP_MS);
    const loop = await appliance.loopDelayDuring(() => pause(load.seconds * 1_000 + RECORDED_BEYOND_MS));
    await writer.stop();
    const residentKbPerViewer = (appliance.residentKb - residentBeforeKb) / load.viewers;
    const { ours: steady, ...floor } = await measureFloor(context, plant, load, side);
    const { besideSlow, besideNone, slowResidentKb } = await measureSlow(side, appliance, load);
    writer.start();
    await pause(LEAD_IN_MS);
    const { backMs, statements } = await cutAll(appliance, generators);
    await writer.stop();
    await pause(SETTLE_MS);
    const report = await settledReport(generators, writer);
    const { viewers } = await appliance.diagnostics();
    generators.stop();
    const feedWriter = new BenchWriter(connection, load.written, load.perSecond);
    const feedCpuMsPerSecond = await measureFeed(appliance, feedWriter);
    return {
      ...{ joinMs, feedCpuMsPerSecond, steady, loop, residentKbPerViewer, floor, besideSlow, besideNone },
      ...{ slowResidentKb, backMs, statements, report, viewers },
    };
  } finally {
    await writer.stop();
    generators.stop();
    await appliance.stop();
  }
}

/** The appliance by turns with a floor that sends its own frames again. */
async function measureFloor(
  context: BenchContext,
  plant: LivePlant,
  load: LiveLoad,
  side: Side,
): Promise<LiveResult['floor'] & { readonly ours: Stretch }> {
  const frames = await side.generators.recorded();
  const floor = await Floor.start(context.root, frames);
  const generators = new Generators(context.root, load.viewers);
  const writer = new BenchWriter(plant.connection, load.written, load.perSecond, {
    table: UNFOLLOWED_TABLE,
    onCommit: (mark) => floor.send(mark),
  });
  try {
    const { workUnitIds } = plant;
    const target = { host: '127.0.0.1', port: floor.port, token: '', workUnitIds, acknowledges: false };
    const joinMs = await generators.connect(target);
    context.say(`${load.viewers} raw sockets in after ${Math.round(joinMs)} ms`);
    const least: Side = { generators, writer, server: floor, marks: (commits) => marksOf(frames, commits) };
    const [ours, steady] = await byTurns(side, least, load.seconds);
    writer.start();
    const loop = await floor.loopDelayDuring(() => pause((load.seconds * 1_000) / TURNS));
    await writer.stop();
    return { joinMs, ours, steady, loop };
  } finally {
    await writer.stop();
    generators.stop();
    floor.stop();
  }
}

/** The floor sends its frames by number; the marks inside them are those of the recording. */
function marksOf({ updates }: RecordedFrames, commits: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  return new Map(updates.flatMap(({ mark }, at) => [[mark, commits.get(at + 1) ?? Number.NaN] as const]));
}

/** One side and the other by turns. @param seconds of each in all */
async function byTurns(one: Side, other: Side, seconds: number): Promise<readonly [Stretch, Stretch]> {
  const stretches: [Stretch[], Stretch[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [at, side] of [one, other].entries()) stretches[at]?.push(await takeTurn(side, seconds / TURNS));
  }
  return [together(stretches[0]), together(stretches[1])];
}

async function takeTurn(side: Side, seconds: number): Promise<Stretch> {
  const { writer } = side;
  writer.start();
  await pause(LEAD_IN_MS);
  try {
    return await measureStretch(side, seconds);
  } finally {
    await writer.stop();
  }
}

/** Stretches of the same length as one. */
function together(stretches: readonly Stretch[]): Stretch {
  const cpuMsPerSecond = stretches.reduce((sum, stretch) => sum + stretch.cpuMsPerSecond, 0) / stretches.length;
  return { latenciesMs: stretches.flatMap(({ latenciesMs }) => latenciesMs), cpuMsPerSecond };
}

/** By turns all read, and the first ones of each process do not; what is measured are the others. */
async function measureSlow(
  side: Side,
  appliance: LiveAppliance,
  { slow, seconds }: LiveLoad,
): Promise<Pick<LiveResult, 'besideSlow' | 'besideNone' | 'slowResidentKb'>> {
  const { generators } = side;
  const others = { ...side, skipped: slow };
  const [besideNone, besideSlow]: [Stretch[], Stretch[]] = [[], []];
  let slowResidentKb = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    besideNone.push(await takeTurn(others, seconds / TURNS));
    generators.pause(slow);
    besideSlow.push(await takeTurn(others, seconds / TURNS));
    slowResidentKb = Math.max(slowResidentKb, appliance.residentKb);
    generators.resume();
    await pause(SETTLE_MS);
  }
  return { besideSlow: together(besideSlow), besideNone: together(besideNone), slowResidentKb };
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

async function measureStretch(
  { generators, writer, server, skipped, marks = (commits) => commits }: Side,
  seconds: number,
): Promise<Stretch> {
  const fromMs = nowMs();
  const cpuBeforeMs = server.cpuMs;
  await pause(seconds * 1_000);
  const toMs = nowMs();
  const cpuMsPerSecond = ((server.cpuMs - cpuBeforeMs) * 1_000) / (toMs - fromMs);
  await writer.stop();
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
