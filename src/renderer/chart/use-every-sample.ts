import { useEffect, useRef, useState } from 'react';
import { longestStepMs } from '../../shared/segments';
import { type SeriesKey, seriesKeyText } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { useConnection } from '../data/connection-context';
import { fullSamples } from '../data/full-samples';
import { drawnWindow } from './chart-data';
import type { FromFullWorker, ToFullWorker } from './full-messages';
import type { FullPiece, FullShown } from './full-picture';

export interface EverySampleWish {
  readonly series: readonly { readonly key: SeriesKey; readonly cadenceMs: number }[];
  readonly range: TimeRange;
  /** Width of the range in pixels of the device. */
  readonly columns: number;
}

export interface EverySample {
  /** By seriesKeyText; what was drawn last stays until it is drawn anew. */
  readonly drawings: ReadonlyMap<string, FullShown>;
  readonly loading: boolean;
  readonly failure: string | undefined;
}

/** Above this what was read of a series is let go of when another range is wanted: the room of worker and page is bounded. */
const MOST_PIECES = 150;

const NOTHING: EverySample = { drawings: new Map(), loading: false, failure: undefined };

/**
 * Every sample of some series over a range, read piece by piece and thinned out in a worker; drawn anew as pieces come.
 * @param wish kept by identity: memoise it; undefined lets go of everything
 */
export function useEverySample(wish: EverySampleWish | undefined): EverySample {
  const { client } = useConnection();
  const [shown, setShown] = useState(NOTHING);
  const isOn = wish !== undefined;
  const known = useRef(new Map<string, Map<number, FullPiece>>());
  const [worker, setWorker] = useState<Worker>();
  useEffect(() => {
    if (!isOn) return undefined;
    const made = new Worker(new URL('./full-worker.ts', import.meta.url), { type: 'module' });
    made.onmessage = ({ data }: MessageEvent<FromFullWorker>) =>
      setShown((old) => {
        const pieces = inOrder(known.current.get(data.key));
        return { ...old, drawings: new Map(old.drawings).set(data.key, { ...data.drawing, pieces }) };
      });
    setWorker(made);
    return () => {
      made.terminate();
      known.current = new Map();
      setWorker(undefined);
      setShown(NOTHING);
    };
  }, [isOn]);

  useEffect(() => {
    if (worker === undefined || wish === undefined) return undefined;
    const abort = new AbortController();
    const post = (message: ToFullWorker) => worker.postMessage(message);
    const { range, columns } = wish;
    const window = drawnWindow(range);
    const spans = (window.toMs - window.fromMs) / (range.toMs - range.fromMs);
    const draw = (key: string) =>
      post({ kind: 'draw', key, wish: { range, window, columns: Math.max(1, Math.round(columns * spans)) } });
    const load = async () => {
      for (const { key, cadenceMs } of wish.series) {
        const text = seriesKeyText(key);
        const at = known.current.get(text) ?? new Map<number, FullPiece>();
        known.current.set(text, at);
        if (at.size > MOST_PIECES) {
          at.clear();
          post({ kind: 'forget', key: text });
        }
        draw(text);
        const parts = fullSamples(
          { series: key, range, cadenceMs, known: new Set(at.keys()) },
          client.history.bind(client),
          abort.signal,
        );
        for await (const piece of parts) {
          if (abort.signal.aborted) return;
          at.set(piece.range.fromMs, piece);
          post({ kind: 'add', key: text, stepMs: longestStepMs('raw', cadenceMs), piece });
          draw(text);
        }
      }
    };
    setShown((old) => ({ ...old, loading: true, failure: undefined }));
    load().then(
      () => abort.signal.aborted || setShown((old) => ({ ...old, loading: false })),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setShown((old) => ({
          ...old,
          loading: false,
          failure: error instanceof Error ? error.message : String(error),
        }));
      },
    );
    return () => abort.abort(new Error('another range is wanted'));
  }, [worker, wish, client]);
  return shown;
}

function inOrder(pieces: ReadonlyMap<number, FullPiece> | undefined): readonly FullPiece[] {
  return [...(pieces?.values() ?? [])].sort((a, b) => a.range.fromMs - b.range.fromMs);
}
