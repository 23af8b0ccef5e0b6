import type { HistoryService } from '../../../src/main/history/history-service';
import type { PlantConnection } from '../../../src/main/plant/connection';
import type { HistoryAnswer } from '../../../src/shared/history-frame';
import { DAY_MS, HOUR_MS, type TimeRange } from '../../../src/shared/time';
import { seededRandom } from '../../integration/main/provisioning/sample-rows';
import { quantile } from '../../support/quantile';
import type { BenchContext, Figure } from '../figure';
import { type BenchPlant, METRIC_NAME } from './bench-plant';
import { floored, plain, replay, timed } from './measuring';
import type { ReadingSide, SentStatement } from './reading-side';
import { countMismatches } from './walk-check';

const STEPS = 1_000;
const FIRST_SEED = 20_261;
const SECOND_SEED = 20_262;
/** Of a chart 1,000 pixels wide. */
const POINT_BUDGET = 4_000;
const SHORTEST_MS = HOUR_MS;
const PAN_SHARE = 0.6;
const ZOOM_SHARE = 0.3;
const SLOWEST_TOLD = 8;

interface Walk {
  readonly answers: readonly HistoryAnswer[];
  /** Of each step that the plant was asked in: how long it took and what was sent. */
  readonly rest: readonly { readonly ms: number; readonly sent: readonly SentStatement[] }[];
}

/**
 * All there is walked at random, eight series at once, one service: 60 % pans by 0.1 to 1 width, 30 % zooms by 0.25 to
 * 4, 10 % jumps; the second walk with another seed. A tile counts as local when it was in memory, a step when nothing was
 * sent to the plant meanwhile, not even to read something again behind the answer. Then every answer of both walks is compared with the raw rows.
 */
export async function measureWalk(
  side: ReadingSide,
  bare: PlantConnection,
  plant: BenchPlant,
  { say }: BenchContext,
): Promise<readonly Figure[]> {
  const service = side.newService({ isFollowing: true });
  const first = await walk(side, service, plant, FIRST_SEED);
  const before = service.counters().memory;
  const second = await walk(side, service, plant, SECOND_SEED);
  const after = service.counters().memory;
  const tileShare = (after.found - before.found) / (after.asked - before.asked);
  const localShare = (each: Walk) => 1 - each.rest.length / STEPS;
  say(
    `walk: seeds ${FIRST_SEED} and ${SECOND_SEED}, local ${localShare(first)} and ${localShare(second)}, ${levelsOf(second)}`,
  );
  const rest = [...first.rest, ...second.rest];
  say(`walk: ${rest.length} steps asked the plant, the slowest: ${slowestOf(rest)}`);
  const floors: number[] = [];
  for (const { sent } of rest) floors.push((await timed(() => replay(bare, sent))).ms);
  const mismatches = await countMismatches(bare, plant, [...first.answers, ...second.answers], say);
  return [
    plain('walk_local_share', 'of tiles', tileShare),
    plain('walk_local_steps_share', 'of steps', localShare(second)),
    floored(
      'walk_rest_p99_ms',
      'ms',
      quantile(
        rest.map(({ ms }) => ms),
        0.99,
      ),
      quantile(floors, 0.99),
    ),
    plain('walk_mismatches', 'answers', mismatches),
  ];
}

async function walk(side: ReadingSide, service: HistoryService, plant: BenchPlant, seed: number): Promise<Walk> {
  const random = seededRandom(seed);
  const series = plant.metricUnits.map((workUnitId) => ({ table: 'metric' as const, workUnitId, name: METRIC_NAME }));
  const answers: HistoryAnswer[] = [];
  const rest: { ms: number; sent: readonly SentStatement[] }[] = [];
  let range = middleDay(plant.metricRange);
  side.takeSent();
  for (let step = 0; step < STEPS; step += 1) {
    range = nextRange(range, plant.metricRange, random);
    const request = { series, range, pointBudget: POINT_BUDGET };
    const { ms, result } = await timed(() => service.answer(request, new AbortController().signal));
    answers.push(...result);
    const sent = side.takeSent();
    if (sent.length > 0) rest.push({ ms, sent });
  }
  return { answers, rest };
}

function middleDay({ fromMs, toMs }: TimeRange): TimeRange {
  const middleMs = Math.floor((fromMs + toMs) / 2);
  return { fromMs: middleMs, toMs: middleMs + DAY_MS };
}

/** One step; the range keeps within all there is and is never shorter than an hour. */
function nextRange(range: TimeRange, whole: TimeRange, random: () => number): TimeRange {
  const widthMs = range.toMs - range.fromMs;
  const kind = random();
  if (kind < PAN_SHARE) {
    const byMs = (random() < 0.5 ? -1 : 1) * widthMs * (0.1 + 0.9 * random());
    return placed(range.fromMs + byMs, widthMs, whole);
  }
  if (kind < PAN_SHARE + ZOOM_SHARE) {
    // Zooming in and out by the same factor are equally likely.
    const zoomedMs = widthMs * 0.25 * 16 ** random();
    const newMs = Math.min(whole.toMs - whole.fromMs, Math.max(SHORTEST_MS, zoomedMs));
    return placed(range.fromMs + (widthMs - newMs) / 2, newMs, whole);
  }
  return placed(whole.fromMs + random() * (whole.toMs - whole.fromMs - widthMs), widthMs, whole);
}

function placed(fromMs: number, widthMs: number, whole: TimeRange): TimeRange {
  const from = Math.round(Math.max(whole.fromMs, Math.min(whole.toMs - widthMs, fromMs)));
  return { fromMs: from, toMs: Math.min(whole.toMs, from + Math.round(widthMs)) };
}

function slowestOf(rest: Walk['rest']): string {
  const slowest = rest.toSorted((a, b) => b.ms - a.ms).slice(0, SLOWEST_TOLD);
  return slowest
    .map(({ ms, sent }) => `${ms.toFixed(0)} ms (${sent.map(({ statement }) => statement.name).join(', ')})`)
    .join(', ');
}

function levelsOf({ answers }: Walk): string {
  const counts = new Map<string, number>();
  for (const { resolution } of answers) counts.set(resolution, (counts.get(resolution) ?? 0) + 1);
  return [...counts].map(([resolution, count]) => `${count} answers at ${resolution}`).join(', ');
}
