import type { BenchContext, Figure } from './figure';
import { startLivePlant } from './live/live-plant';
import { type LiveLoad, measureLive, percentiles } from './live/scenario';
import { numberFlag } from './number-flag';
import { runSections } from './sections';

const DEFAULTS = { viewers: 1_000, rate: 10, seconds: 12 };
const SECONDS_PER_MINUTE = 60;

/**
 * From a commit in the plant to its receipt by many viewers in processes of their own, beside the least that the same
 * bytes cost, by turns with it: on a wall of 24 units that are written by turns, and with all on one unit. Flags: `--viewers N`,
 * `--rate R` (commits a second), `--slow K` (viewers that stop reading, a tenth by default), `--minutes M` (of each stretch),
 * `--electron` (in Electron's main process), `--tls` (the appliance's viewers come by TLS), `--only wall` or `one-unit`.
 */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  const { flags } = context;
  const viewers = numberFlag(flags.viewers, DEFAULTS.viewers);
  const slow = numberFlag(flags.slow, viewers / 10);
  const minutes = numberFlag(flags.minutes, DEFAULTS.seconds / SECONDS_PER_MINUTE);
  const perSecond = numberFlag(flags.rate, DEFAULTS.rate);
  const plant = await startLivePlant(process.env);
  try {
    const load = {
      viewers,
      perSecond,
      slow,
      seconds: minutes * SECONDS_PER_MINUTE,
      isElectron: flags.electron === true,
      isSealed: flags.tls === true,
    };
    const where = load.isElectron ? "Electron's main process" : 'Node';
    context.say(`${viewers} viewers, ${perSecond} commits a second, ${plant.plant.engine} plant, ${where}`);
    const [first = ''] = plant.workUnitIds;
    const sections = {
      wall: () => measure(context, plant, { ...load, written: plant.workUnitIds }, ''),
      'one-unit': () => measure(context, plant, { ...load, written: [first] }, 'one_unit_'),
    };
    return await runSections(sections, flags);
  } finally {
    await plant.stop();
  }
}

async function measure(
  context: BenchContext,
  plant: Awaited<ReturnType<typeof startLivePlant>>,
  load: LiveLoad,
  prefix: string,
): Promise<readonly Figure[]> {
  const result = await measureLive(context, plant, load);
  const { floor, report, steady, besideSlow, besideNone, loop, viewers, statements } = result;
  const [ours, least] = [percentiles(steady.latenciesMs), percentiles(floor.steady.latenciesMs)];
  const [beside, alone] = [percentiles(besideSlow.latenciesMs), percentiles(besideNone.latenciesMs)];
  const closed = [...report.closed].map(([code, times]) => `${times} × ${code}`).join(', ');
  context.say(
    `conflations ${viewers.conflations}, latest ${report.latest}, reloads ${report.reloads}, resumes ${report.resumes}, closed ${closed || 'none'}; ` +
      `statements while they came back ${statements.whileBack}, in as long after ${statements.before}`,
  );
  const figure = (name: string, value: number, unit: string, floorValue?: number): Figure => ({
    ...{ bench: 'live', figure: `${prefix}${name}`, value, unit },
    ...(floorValue === undefined ? {} : { floor: floorValue, ratio: value / floorValue }),
  });
  return [
    figure('p50_ms', ours.p50, 'ms', least.p50),
    figure('p95_ms', ours.p95, 'ms', least.p95),
    figure('p99_ms', ours.p99, 'ms', least.p99),
    figure('max_ms', ours.max, 'ms', least.max),
    figure('p99_ratio_to_floor', ours.p99 / least.p99, ''),
    figure('lost', report.lost, ''),
    figure('doubled', report.doubled, ''),
    figure('cpu_ms_per_s', steady.cpuMsPerSecond, 'ms/s', floor.steady.cpuMsPerSecond),
    figure('cpu_ratio_to_floor', steady.cpuMsPerSecond / floor.steady.cpuMsPerSecond, ''),
    figure('feed_cpu_ms_per_s', result.feedCpuMsPerSecond, 'ms/s'),
    figure(
      'cpu_ratio_without_feed',
      (steady.cpuMsPerSecond - result.feedCpuMsPerSecond) / floor.steady.cpuMsPerSecond,
      '',
    ),
    figure('join_ms', result.joinMs, 'ms', floor.joinMs),
    figure('join_ratio_to_floor', result.joinMs / floor.joinMs, ''),
    figure('rss_per_viewer_kb', result.residentKbPerViewer, 'kB'),
    figure('loop_delay_p99_ms', loop.p99, 'ms', floor.loop.p99),
    figure('loop_delay_max_ms', loop.max, 'ms', floor.loop.max),
    figure('slow_p99_ms', beside.p99, 'ms', alone.p99),
    figure('slow_p99_rise', beside.p99 / alone.p99 - 1, ''),
    figure('slow_rss_mb', result.slowResidentKb / 1_024, 'MB'),
    figure('back_after_cut_ms', result.backMs, 'ms'),
    figure('conflations', viewers.conflations ?? 0, ''),
    figure('closed_slow', (viewers.closedLate ?? 0) + (viewers.closedFull ?? 0), ''),
  ];
}
