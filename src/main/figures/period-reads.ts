import type { LevelPieces } from '../../shared/level-pieces';
import type { SeriesKey } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import { intersect, type TimeRange } from '../../shared/time';

/** What figures need of history: the tiles of a level, from wherever they are at hand. */
export interface FigureHistory {
  /**
   * One answer per series, in their order.
   * @throws what {@link isRefused} knows, where one of the series cannot be read at this level; else what ends this run
   */
  answer(
    request: { readonly series: readonly SeriesKey[]; readonly range: TimeRange; readonly resolution: '1min' | '5min' },
    signal: AbortSignal,
  ): Promise<readonly FigureAnswer[]>;
  /** Whether the request can never be answered for one of its series, while the plant is as it is. */
  isRefused(error: unknown): boolean;
}

export interface FigureAnswer {
  readonly tiles: readonly Tile[];
  readonly missing: readonly TimeRange[];
  readonly preparing: readonly TimeRange[];
}

/** Series that are read together or not at all. */
export interface Asked {
  readonly series: readonly SeriesKey[];
}

/** What of one level was answered, one answer per series. */
export interface LevelAnswers {
  readonly level: LevelPieces;
  readonly bySeries: readonly FigureAnswer[];
}

export interface PeriodRead<Each extends Asked> {
  readonly asked: Each;
  /** Undefined where it was refused. */
  readonly answers: readonly LevelAnswers[] | undefined;
}

/** Series of one request: what history takes at most. */
const MAX_SERIES = 256;

/**
 * Reads the pieces of a period of many units. All of them are asked for in one request a level, which history makes one statement of, whatever
 * their number, and none where the tiles are at hand.
 * @param finer the same stretches at 1min alone, for those that cannot be read otherwise
 */
export async function readPeriod<Each extends Asked>(
  history: FigureHistory,
  all: readonly Each[],
  { pieces, finer }: { readonly pieces: readonly LevelPieces[]; readonly finer: readonly LevelPieces[] },
  signal: AbortSignal,
): Promise<readonly PeriodRead<Each>[]> {
  const reads = await readAll(history, all, pieces, signal);
  const refused = reads.filter(({ answers }) => answers === undefined).map(({ asked }) => asked);
  const again = refused.length === 0 ? [] : await readAll(history, refused, finer, signal);
  const byAsked = new Map(again.map((read) => [read.asked, read]));
  return reads.map((read) => byAsked.get(read.asked) ?? read);
}

async function readAll<Each extends Asked>(
  history: FigureHistory,
  all: readonly Each[],
  pieces: readonly LevelPieces[],
  signal: AbortSignal,
): Promise<readonly PeriodRead<Each>[]> {
  const groups = await Promise.all(grouped(all).map((group) => readGroup(history, group, pieces, signal)));
  return groups.flat();
}

/** One refused series must not cost the others their figures: the group is halved until it stands alone. Refusals cost no statement. */
async function readGroup<Each extends Asked>(
  history: FigureHistory,
  group: readonly Each[],
  pieces: readonly LevelPieces[],
  signal: AbortSignal,
): Promise<readonly PeriodRead<Each>[]> {
  const series = group.flatMap((each) => each.series);
  try {
    const levels = await Promise.all(
      pieces.map(async (level) => ({ level, answers: await askLevel(history, series, level, signal) })),
    );
    let at = 0;
    return group.map((asked) => {
      const from = at;
      at += asked.series.length;
      return { asked, answers: levels.map(({ level, answers }) => ({ level, bySeries: answers.slice(from, at) })) };
    });
  } catch (error) {
    if (!history.isRefused(error)) throw error;
    const [only] = group;
    if (group.length === 1 && only !== undefined) return [{ asked: only, answers: undefined }];
    const middle = group.length >> 1;
    const halves = [group.slice(0, middle), group.slice(middle)];
    return (await Promise.all(halves.map((half) => readGroup(history, half, pieces, signal)))).flat();
  }
}

function askLevel(
  history: FigureHistory,
  series: readonly SeriesKey[],
  { resolution, ranges }: LevelPieces,
  signal: AbortSignal,
): Promise<readonly FigureAnswer[]> {
  const range = { fromMs: ranges[0]?.fromMs ?? 0, toMs: ranges.at(-1)?.toMs ?? 0 };
  return history.answer({ series, range, resolution: resolution === '1min' ? '1min' : '5min' }, signal);
}

function grouped<Each extends Asked>(all: readonly Each[]): readonly (readonly Each[])[] {
  const groups: Each[][] = [];
  let series = MAX_SERIES;
  for (const asked of all) {
    if (series + asked.series.length > MAX_SERIES) {
      groups.push([]);
      series = 0;
    }
    groups.at(-1)?.push(asked);
    series += asked.series.length;
  }
  return groups;
}

/** Parts of the answers, as far as they lie within what was asked for. */
export function stretchesOf(
  told: readonly LevelAnswers[],
  of: (answer: FigureAnswer) => readonly TimeRange[],
): readonly TimeRange[] {
  return told.flatMap(({ level, bySeries }) =>
    bySeries.flatMap((answer) =>
      of(answer).flatMap((stretch) => level.ranges.flatMap((range) => intersect(stretch, range) ?? [])),
    ),
  );
}
