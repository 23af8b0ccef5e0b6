import type { TimeRange } from '../../../shared/time';
import { BatchBuilder, type ChangeBatch, type UnitChange } from '../change-batch';
import type { RecentSamples, SeriesChange } from '../recent-samples';
import { nextAfter } from '../recent-series';
import type { SeriesStretch, UnitEntry } from './fleet-entry';

/** The changed stretches of a batch with all that they hold now. To be called when the batch is told of, not later. */
export function unitEntries({ units }: ChangeBatch, recent: RecentSamples): UnitEntry[] {
  return units.map(({ workUnitId, series, touched, aheadUntilMs }: UnitChange) => ({
    workUnitId,
    series: series.map((change) => stretchOf(workUnitId, change, recent)),
    touched: [...touched],
    ...(aheadUntilMs === undefined ? {} : { aheadUntilMs }),
  }));
}

/** How many samples they hold. */
export function samplesIn(units: readonly UnitEntry[]): number {
  return units.reduce((sum, { series }) => sum + series.reduce((own, { timesMs }) => own + timesMs.length, 0), 0);
}

/** Makes our ring hold what the entry says; what that changed here, or undefined. */
export function applyUnits(
  units: readonly UnitEntry[],
  recent: RecentSamples,
  { follows, ringStartMs }: { readonly follows: (workUnitId: string) => boolean; readonly ringStartMs: number },
): ChangeBatch | undefined {
  const batch = new BatchBuilder();
  for (const { workUnitId, series, touched, aheadUntilMs } of units) {
    if (!follows(workUnitId)) continue;
    for (const { table, name, timesMs, values, fromMs, toMs } of series) {
      const samples = { table, name, timesMs, values: values.map((value) => value ?? Number.NaN) };
      const range = { fromMs: fromMs ?? Number.NEGATIVE_INFINITY, toMs: toMs ?? Number.POSITIVE_INFINITY };
      const change = recent.replaceSeries(workUnitId, samples, range, ringStartMs);
      if (change !== undefined) batch.series(workUnitId, [change]);
    }
    for (const range of touched) batch.touched(workUnitId, range);
    if (aheadUntilMs !== undefined) batch.ahead(workUnitId, aheadUntilMs);
  }
  return batch.build();
}

function stretchOf(workUnitId: string, change: SeriesChange, recent: RecentSamples): SeriesStretch {
  const { table, name } = change;
  const { fromMs, toMs } = rangeOf(change);
  const { timesMs, values } = recent.range(workUnitId, table, name, fromMs, toMs);
  return {
    ...{ table, name, fromMs, toMs },
    timesMs: [...timesMs],
    values: values.map((value) => (Number.isNaN(value) ? null : value)),
  };
}

function rangeOf({ added, removed }: SeriesChange): TimeRange {
  const timesMs = [...added.timesMs, ...removed.timesMs];
  return {
    fromMs: timesMs.reduce((a, b) => Math.min(a, b)),
    toMs: nextAfter(timesMs.reduce((a, b) => Math.max(a, b))),
  };
}
