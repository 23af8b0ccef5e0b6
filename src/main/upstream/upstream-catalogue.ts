import { z } from 'zod';
import { decodedRows } from '../../shared/kept-rows';
import { type CatalogueSeries, CatalogueUnit, type Preparing, SourceFacts } from '../../shared/protocol';
import {
  BUCKET_RESOLUTIONS,
  type BucketResolution,
  type Resolution,
  type SeriesKey,
  type SeriesTable,
  seriesKeyText,
} from '../../shared/series';

/** A catalogue in rows, so that only what changes has to be written. */
export interface CatalogueRow {
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

const Source = z.object({ facts: SourceFacts, asOfMs: z.number() });

/** What another appliance has told of its plant: units, series, levels; kept over restarts, so that it is there without it. */
export class UpstreamCatalogue {
  readonly #listeners = new Set<(units: readonly CatalogueUnit[]) => void>();
  readonly #factsListeners = new Set<(facts: SourceFacts) => void>();
  #units: readonly CatalogueUnit[] = [];
  #bySeries: ReadonlyMap<string, CatalogueSeries> = new Map();
  #facts: SourceFacts | undefined;
  #isTold = false;

  /** The appliance has told it in this run; before it all is from an earlier one. */
  get isTold(): boolean {
    return this.#isTold;
  }

  units(): readonly CatalogueUnit[] {
    return this.#units;
  }

  facts(): SourceFacts | undefined {
    return this.#facts;
  }

  series(key: SeriesKey): CatalogueSeries | undefined {
    return this.#bySeries.get(seriesKeyText(key));
  }

  seriesOf(table: SeriesTable, workUnitId: string): readonly string[] {
    const unit = this.#units.find((each) => each.workUnitId === workUnitId);
    return (unit?.series ?? []).filter((each) => each.table === table).map(({ name }) => name);
  }

  /** Aggregated levels that can be read; none before the appliance has told. */
  levels(table: SeriesTable): readonly BucketResolution[] {
    return this.#facts?.tables.includes(table) === true ? BUCKET_RESOLUTIONS : [];
  }

  /** Whether the plant keeps a level. */
  isKept(table: SeriesTable, resolution: BucketResolution): boolean {
    return this.#facts?.levels[table].includes(resolution) === true;
  }

  /** How long a level is kept; undefined: for good, or it is not known. */
  keptFor(table: SeriesTable, resolution: Resolution) {
    return this.#facts?.keptFor[table].find((each) => each.resolution === resolution);
  }

  takeUnits(units: readonly CatalogueUnit[]): void {
    this.#isTold = true;
    this.#setUnits(units);
  }

  takeFacts(facts: SourceFacts): void {
    this.#facts = facts;
    for (const listener of [...this.#factsListeners]) listener(facts);
  }

  /** Calls back when the units, or what is known of them, have changed; returns the way out. */
  onChange(listener: (units: readonly CatalogueUnit[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onFacts(listener: (facts: SourceFacts) => void): () => void {
    this.#factsListeners.add(listener);
    return () => this.#factsListeners.delete(listener);
  }

  /** What is to be kept. @param asOfMs plant time of the last word */
  *rows(asOfMs: number): Iterable<CatalogueRow> {
    if (this.#facts === undefined) return;
    yield { kind: 'source', id: '', body: JSON.stringify({ facts: this.#facts, asOfMs }) };
    for (const unit of this.#units) yield { kind: 'unit', id: unit.workUnitId, body: JSON.stringify(unit) };
  }

  /** Stands in until the appliance tells. @returns plant time up to which it was known; undefined where nothing is kept */
  restore(rows: readonly CatalogueRow[]): number | undefined {
    const source = decodedRows(Source, rows, 'source')[0];
    if (source === undefined || this.#isTold) return source?.asOfMs;
    this.takeFacts(source.facts);
    this.#setUnits(decodedRows(CatalogueUnit, rows, 'unit'));
    return source.asOfMs;
  }

  close(): void {
    this.#listeners.clear();
    this.#factsListeners.clear();
  }

  #setUnits(units: readonly CatalogueUnit[]): void {
    this.#units = units;
    this.#bySeries = new Map(
      units.flatMap(({ workUnitId, series }) =>
        series.map((entry) => [seriesKeyText({ table: entry.table, workUnitId, name: entry.name }), entry] as const),
      ),
    );
    for (const listener of [...this.#listeners]) listener(units);
  }
}

/** What is being made just now at the appliance's plant. */
export class UpstreamPreparation {
  readonly #listeners = new Set<(preparing: readonly Preparing[]) => void>();
  #preparing: readonly Preparing[] = [];

  preparing(): readonly Preparing[] {
    return this.#preparing;
  }

  take(preparing: readonly Preparing[]): void {
    this.#preparing = preparing;
    for (const listener of [...this.#listeners]) listener(preparing);
  }

  onChange(listener: (preparing: readonly Preparing[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
