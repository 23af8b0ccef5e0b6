import type { HistoryAnswer } from '../../../../shared/history-frame';
import type { TaktlineBridge } from '../../../../shared/ipc';
import type { Resolution } from '../../../../shared/series';
import type { HistoryRequest } from '../../../../shared/viewer/asked-questions';
import { t } from '../../../i18n/text';
import { type CsvHead, csvHead } from './csv-head';
import { type FileKind, type FileSink, openSink } from './file-sink';
import { exactnessText, resolutionText, type Seen } from './seen';
import { expectedRows, MOST_ROWS, seriesCsv, TooManyRows } from './series-csv';

export interface ExportContext extends Pick<CsvHead, 'frame' | 'sourceName'> {
  readonly bridge: TaktlineBridge | undefined;
  readonly fetch: (request: HistoryRequest, signal: AbortSignal) => Promise<readonly HistoryAnswer[]>;
  /** Plant time, ms. */
  readonly nowMs: number;
}

/** A spreadsheet takes a file without it for the text of another alphabet. */
const BYTE_ORDER_MARK = '\uFEFF';

/** "taktline-2026-11-26-0142.csv": when it was made, UTC. */
export function exportName(nowMs: number, ending: FileKind | 'pdf'): string {
  return `taktline-${new Date(nowMs).toISOString().slice(0, 16).replace('T', '-').replace(':', '')}.${ending}`;
}

/**
 * Writes what is seen as CSV where a person says.
 * @param resolution of charts, in place of the one that is shown
 * @returns whether there is a file; false where the person thought better of it
 * @throws Error with one sentence; then nothing is left behind
 */
export async function exportCsv(
  seen: Seen,
  context: ExportContext,
  { resolution, signal }: { readonly resolution: Resolution | undefined; readonly signal: AbortSignal },
): Promise<boolean> {
  const { nowMs } = context;
  const isShown = seen.kind === 'sheet' || (resolution ?? seen.resolution) === seen.resolution;
  const job = seen.kind === 'charts' && { series: seen.series, resolution: resolution ?? seen.resolution, nowMs };
  // Before a place is asked for.
  if (job !== false && expectedRows(job) > MOST_ROWS) throw new TooManyRows();
  const head = csvHead({
    ...context,
    resolution: seen.kind === 'sheet' ? seen.resolution : resolutionText(resolution ?? seen.resolution),
    // Of another resolution than is shown it is not known before it is read: it is told row by row.
    exactness: isShown ? exactnessText(seen.isWhole) : t('compare.exactMarked'),
    madeMs: nowMs,
  });
  async function* parts() {
    yield `${BYTE_ORDER_MARK}${head}`;
    if (job !== false) yield* seriesCsv(job, context.fetch, signal);
    else if (seen.kind === 'sheet') yield seen.csv();
  }
  return saved(await openSink(context.bridge, { name: exportName(nowMs, 'csv'), kind: 'csv' }), parts(), signal);
}

/** The same for a picture that is there already. */
export async function exportPicture(picture: Uint8Array<ArrayBuffer>, context: ExportContext): Promise<boolean> {
  const sink = await openSink(context.bridge, { name: exportName(context.nowMs, 'png'), kind: 'png' });
  async function* parts() {
    yield picture;
  }
  return saved(sink, parts(), new AbortController().signal);
}

async function saved(
  sink: FileSink | undefined,
  parts: AsyncIterable<string | Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<boolean> {
  if (sink === undefined) return false;
  try {
    for await (const part of parts) {
      signal.throwIfAborted();
      await sink.write(part);
    }
    await sink.keep();
    return true;
  } catch (error) {
    await sink.drop();
    throw error;
  }
}
