import type { CatalogueSeries, CatalogueUnit } from '../../shared/protocol';
import { OEE_SCORES, type OeeScore, type SeriesTable } from '../../shared/series';
import type { MetricDescription, UnitDescription } from './statements/descriptions';

/** What a sweep saw of one series; its name is empty for a unit's OEE samples. */
export interface SeenSeries {
  readonly table: SeriesTable;
  readonly workUnitId: string;
  readonly name: string;
  /** Undefined where this sweep did not look. */
  readonly firstMs: number | undefined;
  readonly lastMs: number;
  readonly cadenceMs: number | undefined;
}

/** All that is known of one series, kept from sweep to sweep: silent ones stay. */
export interface KnownSeries extends SeenSeries {
  readonly firstMs: number;
}

/** A cadence measured again within this share of the known one is the same: sensors jitter, tiles must not. */
const CADENCE_TOLERANCE = 0.1;

/** Text that is equal for the same series. */
export function knownKey(series: { table: SeriesTable; workUnitId: string; name: string }): string {
  return JSON.stringify([series.table, series.workUnitId, series.name]);
}

/** What is known after a sweep: silent series stay, first and last only widen, a cadence once known is not forgotten. */
export function mergeSeen(
  known: ReadonlyMap<string, KnownSeries>,
  seen: readonly SeenSeries[],
): ReadonlyMap<string, KnownSeries> {
  const merged = new Map(known);
  for (const series of seen) {
    const key = knownKey(series);
    const before = merged.get(key);
    merged.set(key, {
      ...series,
      firstMs: Math.min(series.firstMs ?? series.lastMs, before?.firstMs ?? Number.POSITIVE_INFINITY),
      lastMs: Math.max(series.lastMs, before?.lastMs ?? Number.NEGATIVE_INFINITY),
      cadenceMs: steadyCadence(before?.cadenceMs, series.cadenceMs),
    });
  }
  return merged;
}

function steadyCadence(before: number | undefined, measured: number | undefined): number | undefined {
  if (before === undefined || measured === undefined) return measured ?? before;
  return Math.abs(measured - before) <= CADENCE_TOLERANCE * before ? before : measured;
}

/**
 * The catalogue as screens see it: units in order of line and name, hidden ones left out, units that are only described
 * (no sample yet) without series.
 * @param scores those that the plant has
 */
export function catalogueUnits(
  known: Iterable<KnownSeries>,
  units: readonly UnitDescription[],
  metrics: readonly MetricDescription[],
  scores: readonly OeeScore[] = OEE_SCORES,
): readonly CatalogueUnit[] {
  const described = new Map(units.map((unit) => [unit.workUnitId, unit]));
  const definitions = new Map(metrics.map((metric) => [JSON.stringify([metric.workUnitId, metric.name]), metric]));
  const seriesOf = new Map<string, CatalogueSeries[]>(units.map((unit) => [unit.workUnitId, []]));
  for (const series of known) {
    const list = seriesOf.get(series.workUnitId) ?? [];
    seriesOf.set(series.workUnitId, list);
    list.push(...catalogueSeries(series, definitions, scores));
  }
  return [...seriesOf]
    .filter(([workUnitId]) => described.get(workUnitId)?.hidden !== true)
    .map(([workUnitId, series]) => ({
      workUnitId,
      displayName: described.get(workUnitId)?.displayName ?? null,
      line: described.get(workUnitId)?.line ?? null,
      series: series.toSorted(byTableAndName),
    }))
    .toSorted(byLineAndName);
}

function catalogueSeries(
  series: KnownSeries,
  definitions: ReadonlyMap<string, MetricDescription>,
  scores: readonly OeeScore[],
): CatalogueSeries[] {
  const names = series.table === 'oee' ? scores : [series.name];
  return names.map((name) => {
    const definition = definitions.get(JSON.stringify([series.workUnitId, name]));
    return {
      table: series.table,
      name,
      displayName: definition?.displayName ?? null,
      unit: definition?.unit ?? null,
      lowLimit: definition?.lowLimit ?? null,
      highLimit: definition?.highLimit ?? null,
      target: definition?.target ?? null,
      cadenceMs: definition?.cadenceMs ?? series.cadenceMs ?? null,
      firstMs: series.firstMs,
      lastMs: series.lastMs,
    };
  });
}

function byTableAndName(a: CatalogueSeries, b: CatalogueSeries): number {
  return compare(a.table, b.table) || compare(a.name, b.name);
}

/** Units without a line come last. */
function byLineAndName(a: CatalogueUnit, b: CatalogueUnit): number {
  if ((a.line === null) !== (b.line === null)) return a.line === null ? 1 : -1;
  return compare(a.line ?? '', b.line ?? '') || compare(a.displayName ?? a.workUnitId, b.displayName ?? b.workUnitId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Whether two catalogues differ in more than how long ago the last samples were. */
export function differsBeyondAge(a: readonly CatalogueUnit[], b: readonly CatalogueUnit[]): boolean {
  const ageless = (units: readonly CatalogueUnit[]) =>
    JSON.stringify(units, (key: string, value: unknown) => (key === 'lastMs' ? undefined : value));
  return ageless(a) !== ageless(b);
}
