import type { TimeRange } from '../../shared/time';
import type { UnknownWhy } from './chart-caption';
import { common, united } from './ranges';
import { type PictureInput, type SeriesPicture, seriesPicture } from './series-picture';
import { type LineTable, type ThinnedLine, thinnedLine } from './thinned-line';

/** One column for uPlot: `undefined` where a row belongs to another series, `null` where the line ends. */
export type AlignedColumn = (number | null | undefined)[];

export interface ChartData {
  /** x (ms), then the line of each series. The bands have tables of their own (`lines[i].band`). */
  readonly aligned: [number[], ...AlignedColumn[]];
  readonly pictures: readonly SeriesPicture[];
  readonly lines: readonly ThinnedLine[];
  /** Missing in every series: the ground itself is hatched there. */
  readonly gaps: readonly TimeRange[];
  /** Being prepared in every series. */
  readonly preparing: readonly TimeRange[];
  /** Not known just now in every series. */
  readonly unknown: readonly TimeRange[];
  /** Why something is not known, and what is to be said of it; undefined where all is known. */
  readonly unknownWhy: UnknownWhy | undefined;
  /** Revised in any series. */
  readonly revised: readonly TimeRange[];
  readonly drawnPoints: number;
}

export interface ChartDataInput {
  readonly series: readonly Pick<PictureInput, 'answer' | 'tail'>[];
  readonly range: TimeRange;
  readonly nowMs: number;
  /** Width of the plot in pixels of the device. */
  readonly pixelColumns: number;
}

/** History and live tails of several series as one table for uPlot, thinned out to the pixels. */
export function chartData({ series, range, nowMs, pixelColumns }: ChartDataInput): ChartData {
  const pictures = series.map(({ answer, tail }) => seriesPicture({ answer, tail, range, nowMs }));
  const lines = pictures.map((picture) => thinnedLine(picture, range, Math.max(1, Math.floor(pixelColumns))));
  const inAll = (of: (picture: SeriesPicture) => readonly TimeRange[]) =>
    pictures.map(of).reduce((a, b) => common(a, b), pictures.length === 0 ? [] : [range]);
  return {
    aligned: joined(lines.map(({ line }) => line)),
    pictures,
    lines,
    gaps: inAll((picture) => picture.gaps),
    preparing: inAll((picture) => picture.preparing),
    unknown: inAll((picture) => picture.unknown),
    unknownWhy: whyUnknown(series, pictures),
    revised: united(pictures.flatMap((picture) => picture.revised)),
    drawnPoints: lines.reduce((sum, { drawnPoints }) => sum + drawnPoints, 0),
  };
}

/** A plant that is away is the stronger reason. */
function whyUnknown(series: ChartDataInput['series'], pictures: readonly SeriesPicture[]): ChartData['unknownWhy'] {
  const reasons = series.map(({ answer }, at) =>
    (pictures[at]?.unknown.length ?? 0) === 0 ? undefined : (answer?.missingReason ?? undefined),
  );
  return reasons.find((reason) => reason === 'plant-away') ?? reasons.find((reason) => reason !== undefined);
}

/**
 * Tables with x columns of their own as one table on a common x column. A row that a table has no part in holds
 * `undefined` in its columns. Rows of one table with the same x (two samples of one time) stay two rows.
 */
export function joined(tables: readonly LineTable[]): [number[], ...AlignedColumn[]] {
  const xs: number[] = [];
  const columns: AlignedColumn[] = tables.flatMap((table) => table.columns.map(() => []));
  const at = tables.map(() => 0);
  while (true) {
    let x = Number.POSITIVE_INFINITY;
    tables.forEach((table, t) => {
      x = Math.min(x, table.xs[at[t] ?? 0] ?? Number.POSITIVE_INFINITY);
    });
    if (x === Number.POSITIVE_INFINITY) return [xs, ...columns];
    xs.push(x);
    let c = 0;
    tables.forEach((table, t) => {
      const row = at[t] ?? 0;
      const isMine = table.xs[row] === x;
      for (const column of table.columns) columns[c++]?.push(isMine ? column[row] : undefined);
      if (isMine) at[t] = row + 1;
    });
  }
}
