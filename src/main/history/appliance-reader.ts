import { type BucketResolution, type SeriesKey, type SeriesTable, seriesKeyText } from '../../shared/series';
import type { BucketColumns, RawColumns, Tile } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';
import { type ApplianceRead, boundedReads, type TileAppliance, TileNotThereError } from './appliance-reads';
import type { HistoryCatalogue, Neighbours, PlantHistoryReader, SeriesName } from './history-plant';
import { cutBuckets, cutRaw, type ReadPiece } from './tile-cut';
import { aligned, tileSpanMs } from './tile-grid';

interface Read {
  readonly table: SeriesTable;
  readonly series: readonly SeriesName[];
  readonly range: TimeRange;
}

/**
 * Another appliance read like a plant: for what is asked beside the tiles themselves, such as the sweep's comparison. Its
 * levels are corrected already, so nothing is ever recomputed from raw here.
 */
export class ApplianceReader implements PlantHistoryReader {
  readonly #appliance: TileAppliance;
  readonly #catalogue: Pick<HistoryCatalogue, 'series'>;

  constructor(appliance: TileAppliance, catalogue: Pick<HistoryCatalogue, 'series'>) {
    this.#appliance = appliance;
    this.#catalogue = catalogue;
  }

  async readRaw(read: Read, signal: AbortSignal): Promise<readonly RawColumns[]> {
    const bySeries = await Promise.all(
      read.series.map((name) => {
        const key = { table: read.table, ...name };
        // Raw tiles of unlike cadences lie on unlike grids.
        return this.#tiles({ series: [key], resolution: 'raw', range: read.range }, this.#spanMs('raw', key), signal);
      }),
    );
    return bySeries.map((tiles) => cutRaw(read.range, pieces(tiles.flat(), 'raw')));
  }

  async readBuckets(
    { table, series, range, resolution }: Read & { readonly resolution: BucketResolution },
    signal: AbortSignal,
  ): Promise<readonly BucketColumns[]> {
    const keys = series.map((name) => ({ table, ...name }));
    const tiles = await this.#tiles({ series: keys, resolution, range }, this.#spanMs(resolution, keys[0]), signal);
    return tiles.map((own) => cutBuckets(resolution, range, pieces(own, 'buckets')));
  }

  readRecomputed(
    read: Read & { readonly resolution: BucketResolution },
    signal: AbortSignal,
  ): Promise<readonly BucketColumns[]> {
    return this.readBuckets(read, signal);
  }

  readNeighbours({ table, series, range }: Read, signal: AbortSignal): Promise<readonly Neighbours[]> {
    const keys = series.map((name) => ({ table, ...name }));
    return this.#appliance.readNeighbours(keys, range, signal);
  }

  troubleOf(error: unknown): 'unreachable' | 'too-many-rows' | 'other' {
    return error instanceof TileNotThereError ? 'unreachable' : this.#appliance.troubleOf(error);
  }

  #spanMs(resolution: ApplianceRead['resolution'], key: SeriesKey | undefined): number {
    const cadenceMs = key === undefined ? undefined : (this.#catalogue.series(key)?.cadenceMs ?? undefined);
    return tileSpanMs(resolution, cadenceMs);
  }

  /** The tiles over a range, by series. @throws TileNotThereError where a part of it is not there */
  async #tiles(read: ApplianceRead, spanMs: number, signal: AbortSignal): Promise<readonly (readonly Tile[])[]> {
    const whole = { ...read, range: aligned(read.range, spanMs) };
    const reads = boundedReads(whole, spanMs, this.#catalogue);
    const answers = (await Promise.all(reads.map((each) => this.#appliance.readTiles(each, signal)))).flat();
    if (answers.some(({ missing, preparing }) => missing.length + preparing.length > 0))
      throw new TileNotThereError('The appliance does not have all of these tiles.');
    const bySeries = new Map<string, Tile[]>();
    for (const { series, tiles } of answers) {
      const key = seriesKeyText(series);
      bySeries.set(key, [...(bySeries.get(key) ?? []), ...tiles]);
    }
    return read.series.map((key) => bySeries.get(seriesKeyText(key)) ?? []);
  }
}

function pieces<Kind extends Tile['columns']['kind']>(tiles: readonly Tile[], kind: Kind) {
  return tiles
    .filter(({ columns }) => columns.kind === kind)
    .toSorted((a, b) => a.range.fromMs - b.range.fromMs)
    .map(({ range, columns }) => ({ range, columns }) as ReadPiece<Extract<Tile['columns'], { kind: Kind }>>);
}
