import {
  AGGREGATE_LEVELS,
  type AggregateLevel,
  BUCKET_MS,
  bucketStart,
  FAMILIES,
  type Family,
  viewName,
} from './levels';
import { PreparationLedger, type ViewPreparation } from './preparation-ledger';
import { type RefreshOptions, type TimeSpan, WindowedRefresh } from './refresh-windows';
import type { SqlClient } from './sql-client';
import { clipSpans, rawSource, storedSpans } from './stored-spans';

export interface PrepareOptions extends RefreshOptions {
  /** The plant's now, ms since the epoch: each level is prepared up to the start of its current bucket. */
  readonly nowMs: number;
  /** Told after each window. */
  readonly onProgress?: (progress: PreparationProgress) => void;
}

export interface PreparationProgress {
  /** The view being prepared, such as `metric_5min`, and how far it is, ms since the epoch. */
  readonly viewName: string;
  readonly preparedToMs: number;
  readonly targetToMs: number;
  /** Share of the whole work, 0 to 1, growing. */
  readonly fraction: number;
}

export interface PreparationReport {
  /** Duration of the longest single refresh, in ms. */
  readonly longestMs: number;
}

/** Share of the work by level, measured on the demo's first week; 1 in total for all families together. */
const WORK_SHARE: Readonly<Record<AggregateLevel, number>> = { '1min': 0.6, '5min': 0.2, '1hour': 0.15, '1day': 0.05 };

/**
 * Materialises everything that is stored: bottom-up, and each level oldest first, because a real-time view computes
 * only past its watermark: the newest hour first would hide all older rows. One level is finished before the next
 * begins: an upper level reads the real-time view below it, and with that one unfinished each refresh would compute
 * its whole remainder (measured on a week of demo data: up to 7.7 s for one day, instead of 0.1).
 * Stretches without chunks cost nothing.
 *
 * `taktline.preparation` says all the while how far each view is; an interrupted run goes on from there. Rows older
 * than a view's `prepared_from` came later: they are `refreshRange`'s.
 * @throws the reason of an aborted signal, or the database's error; what is prepared stays
 */
export async function prepareAggregates(client: SqlClient, options: PrepareOptions): Promise<PreparationReport> {
  const refresh = new WindowedRefresh(client, options);
  const ledger = new PreparationLedger(client);
  const views = await openViews(client, ledger, options.nowMs);
  await ledger.save(views);
  let done = 0;
  for (const view of views) {
    const share = WORK_SHARE[view.level] * (AGGREGATE_LEVELS.length / views.length);
    await prepareView(refresh, ledger, view, (preparedToMs) => {
      const part = (preparedToMs - view.preparedToMs) / (view.targetToMs - view.preparedToMs);
      const { viewName, targetToMs } = view;
      options.onProgress?.({ viewName, preparedToMs, targetToMs, fraction: Math.min(1, done + share * part) });
    });
    done += share;
  }
  return { longestMs: refresh.longestMs };
}

/** One view: where it stands, where it must get to, and where its family has rows. */
interface ViewWork extends ViewPreparation {
  readonly family: Family;
  readonly level: AggregateLevel;
  readonly rawSpans: readonly TimeSpan[];
}

/** A family whose table is only read has no views. */
async function aggregated(client: SqlClient): Promise<readonly Family[]> {
  const families: Family[] = [];
  for (const family of FAMILIES) if ((await rawSource(client, family)) !== undefined) families.push(family);
  return families;
}

/** All views, level by level, standing where the ledger left them or at their oldest rows. */
async function openViews(client: SqlClient, ledger: PreparationLedger, nowMs: number): Promise<ViewWork[]> {
  const known = await ledger.load();
  const families = await aggregated(client);
  const views: ViewWork[] = [];
  for (const level of AGGREGATE_LEVELS) {
    const bucketMs = BUCKET_MS[level];
    for (const family of families) {
      const rawSpans = await storedSpans(client, family, '1min');
      const before = known.get(viewName(family, level));
      const oldestMs = bucketStart(Math.min(rawSpans[0]?.fromMs ?? nowMs, nowMs), bucketMs);
      const preparedToMs = bucketStart(before?.preparedToMs ?? oldestMs, bucketMs);
      views.push({
        viewName: viewName(family, level),
        family,
        level,
        rawSpans,
        preparedFromMs: before?.preparedFromMs ?? oldestMs,
        preparedToMs,
        targetToMs: Math.max(preparedToMs, bucketStart(nowMs, bucketMs)),
      });
    }
  }
  return views;
}

async function prepareView(
  refresh: WindowedRefresh,
  ledger: PreparationLedger,
  view: ViewWork,
  onWindow: (preparedToMs: number) => void,
): Promise<void> {
  const spans = clipSpans(view.rawSpans, { fromMs: view.preparedToMs, toMs: view.targetToMs });
  for (const span of spans) {
    await refresh.refresh(view.family, view.level, span, async (doneToMs) => {
      await ledger.save([{ ...view, preparedToMs: doneToMs }]);
      onWindow(doneToMs);
    });
  }
  await ledger.save([{ ...view, preparedToMs: view.targetToMs }]);
}
