import type { HistoryAnswer } from '../../../../shared/history-frame';
import type { CatalogueSeries, CatalogueUnit } from '../../../../shared/protocol';
import { expectedPoints } from '../../../../shared/resolution';
import { BUCKET_MS, type Resolution, type SeriesKey, seriesKeyText } from '../../../../shared/series';
import type { Tile } from '../../../../shared/tile';
import { ceilTo, floorTo, intersect, MINUTE_MS, type TimeRange } from '../../../../shared/time';
import type { HistoryRequest } from '../../../../shared/viewer/asked-questions';
import { t } from '../../../i18n/text';
import { seriesLabel, unitLabel } from '../../../ui/names';
import { zoneStampText } from '../../../ui/zone-text';
import { csvLine } from './csv-text';

/** A file that a spreadsheet still opens, and a page still makes. */
export const MOST_ROWS = 2_000_000;
/** Points of all series that one request brings at most: some megabytes, and a fraction of a second. */
const POINTS_PER_REQUEST = 100_000;
/** What the appliance gives of one series at most, with room for a tile that reaches beyond. */
const POINTS_PER_SERIES = 15_000;
/** Lines that are handed on together. */
const LINES_PER_PART = 5_000;

/** One series to be written, over its own stretch of time. */
export interface CsvSeries {
  readonly unit: CatalogueUnit;
  readonly series: CatalogueSeries;
  readonly range: TimeRange;
  /** Of the line's clocks; null: this screen's. */
  readonly zone: string | null;
}

export interface SeriesCsvJob {
  readonly series: readonly CsvSeries[];
  readonly resolution: Resolution;
  /** Plant time: nothing after it is asked for. */
  readonly nowMs: number;
}

/** Why a file cannot be made as wished: in a sentence, with the remedy. */
export class TooManyRows extends Error {
  override readonly name = 'TooManyRows';
  constructor() {
    super(t('compare.tooManyRows'));
  }
}

function keyOf({ unit, series }: CsvSeries): SeriesKey {
  return { table: series.table, workUnitId: unit.workUnitId, name: series.name };
}

/** Rows to expect of a job. */
export function expectedRows({ series, resolution, nowMs }: SeriesCsvJob): number {
  return series.reduce((sum, { range, series: { cadenceMs } }) => {
    const upToNow = { fromMs: range.fromMs, toMs: Math.min(range.toMs, nowMs) };
    return sum + expectedPoints(resolution, upToNow, cadenceMs ?? undefined);
  }, 0);
}

/**
 * The rows of a job as parts of a text, columns' names first: read stretch by stretch, so that however much it is, little is held.
 * A stretch that is not on board or still being prepared is a row of its own, with its end and a note in place of a value.
 * @throws TooManyRows above {@link MOST_ROWS}; what the fetch throws; the signal's reason
 */
export async function* seriesCsv(
  job: SeriesCsvJob,
  fetch: (request: HistoryRequest, signal: AbortSignal) => Promise<readonly HistoryAnswer[]>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  if (expectedRows(job) > MOST_ROWS) throw new TooManyRows();
  yield columnNames();
  let rows = 0;
  for (const range of stretchesOf(job)) {
    const wanted = job.series.filter((each) => intersect(each.range, range) !== undefined);
    if (wanted.length === 0) continue;
    const answers = await fetch(
      { series: wanted.map(keyOf), range, resolution: job.resolution, pointBudget: 1 },
      signal,
    );
    const byKey = new Map(answers.map((answer) => [seriesKeyText(answer.series), answer]));
    for (const each of wanted) {
      const part = intersect(each.range, range);
      const answer = byKey.get(seriesKeyText(keyOf(each)));
      if (part === undefined || answer === undefined) continue;
      const lines = linesOf(each, answer, part, job.resolution);
      rows += lines.length;
      if (rows > MOST_ROWS) throw new TooManyRows();
      for (let at = 0; at < lines.length; at += LINES_PER_PART) yield lines.slice(at, at + LINES_PER_PART).join('');
    }
  }
}

function columnNames(): string {
  return csvLine([
    ...[t('compare.timeUtc'), t('compare.timeLocal'), t('compare.line'), t('compare.unit'), t('compare.unitId')],
    ...[t('compare.metric'), t('compare.measure'), t('compare.value'), t('compare.min'), t('compare.max')],
    ...[t('compare.samples'), t('compare.badSamples'), t('compare.note')],
  ]);
}

/** The job's time in stretches of which each is one request; on the grid of whatever level. */
export function* stretchesOf({ series, resolution, nowMs }: SeriesCsvJob): Generator<TimeRange> {
  const fromMs = Math.min(...series.map(({ range }) => range.fromMs));
  const toMs = Math.min(nowMs, Math.max(...series.map(({ range }) => range.toMs)));
  const stepMs = resolution === 'raw' ? MINUTE_MS : BUCKET_MS[resolution];
  const perMs = series.map(({ series: { cadenceMs } }) => 1 / (resolution === 'raw' ? (cadenceMs ?? 1_000) : stepMs));
  const all = perMs.reduce((sum, each) => sum + each, 0);
  const most = Math.min(POINTS_PER_REQUEST / all, POINTS_PER_SERIES / Math.max(...perMs));
  const lengthMs = Math.max(stepMs, floorTo(most, stepMs));
  for (let atMs = floorTo(fromMs, stepMs); atMs < toMs; atMs += lengthMs)
    yield { fromMs: atMs, toMs: Math.min(atMs + lengthMs, ceilTo(toMs, stepMs)) };
}

/** Value, min, max, samples, bad samples. */
const NO_VALUE = [undefined, undefined, undefined, undefined, undefined] as const;
/** Every row has as many cells as there are names. */
const NO_NOTE = undefined;

function linesOf(
  { unit, series, zone }: CsvSeries,
  answer: HistoryAnswer,
  part: TimeRange,
  resolution: Resolution,
): readonly string[] {
  const what = [
    ...[unit.line ?? '', unitLabel(unit), unit.workUnitId],
    ...[seriesLabel(series), series.table === 'oee' ? '' : (series.unit ?? '')],
  ];
  const time = (timeMs: number) => [new Date(timeMs).toISOString(), zoneStampText(timeMs, zone)];
  const rows: { readonly timeMs: number; readonly line: string }[] = [];
  const add = (timeMs: number, cells: readonly (number | string | undefined)[]) =>
    rows.push({ timeMs, line: csvLine([...time(timeMs), ...what, ...cells]) });
  for (const tile of answer.tiles) addTile(tile, part, resolution, add);
  for (const [stretches, note] of [
    [answer.missing, t('compare.notOnBoard')],
    [answer.preparing, t('compare.preparing')],
  ] as const)
    for (const stretch of stretches) {
      const own = intersect(stretch, part);
      if (own !== undefined) add(own.fromMs, [...NO_VALUE, `${note} – ${new Date(own.toMs).toISOString()}`]);
    }
  return rows.sort((a, b) => a.timeMs - b.timeMs).map(({ line }) => line);
}

type Add = (timeMs: number, cells: readonly (number | string | undefined)[]) => void;

/** A bucket counts where it overlaps the stretch; a sample where it lies in it. */
function addTile({ range, columns }: Tile, part: TimeRange, resolution: Resolution, add: Add): void {
  if (columns.kind === 'raw') {
    for (let at = 0; at < columns.timesMs.length; at++) {
      const timeMs = columns.timesMs[at] as number;
      if (timeMs < part.fromMs || timeMs >= part.toMs) continue;
      const value = columns.values[at] as number;
      const isGood = Number.isFinite(value);
      add(timeMs, [isGood ? value : undefined, undefined, undefined, isGood ? 1 : 0, isGood ? 0 : 1, NO_NOTE]);
    }
    return;
  }
  if (columns.resolution !== resolution) return;
  const bucketMs = BUCKET_MS[columns.resolution];
  for (let at = 0; at < columns.counts.length; at++) {
    const timeMs = range.fromMs + at * bucketMs;
    const [count, badCount] = [columns.counts[at] as number, columns.badCounts[at] as number];
    if (timeMs + bucketMs <= part.fromMs || timeMs >= part.toMs || count + badCount === 0) continue;
    const good = count === 0 ? [undefined, undefined, undefined] : goodCells(columns, at, count);
    add(timeMs, [...good, count, badCount, NO_NOTE]);
  }
}

function goodCells(
  { sums, mins, maxs }: { readonly sums: Float64Array; readonly mins: Float64Array; readonly maxs: Float64Array },
  at: number,
  count: number,
): readonly (number | undefined)[] {
  return [(sums[at] as number) / count, mins[at], maxs[at]];
}
