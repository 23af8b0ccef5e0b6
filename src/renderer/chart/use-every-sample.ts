import { useEffect, useRef, useState } from 'react';
import { longestStepMs } from '../../shared/segments';
import { type SeriesKey, seriesKeyText } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { useConnection } from '../data/connection-context';
import { fullSamples } from '../data/full-samples';
import { drawnWindow } from './chart-data';
import type { FromFullWorker, ToFullWorker } from './full-messages';
import type { FullShown } from './full-picture';
import { type DroppedPiece, FullShelf } from './full-shelf';

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

const NOTHING: EverySample = { drawings: new Map(), loading: false, failure: undefined };

/**
 * Every sample of some series over a range, read piece by piece and thinned out in a worker; drawn anew as pieces come.
 * @param wish kept by identity: memoise it; undefined lets go of everything
 */
export function useEverySample(wish: EverySampleWish | undefined): EverySample {
  const { client } = useConnection();
  const [shown, setShown] = useState(NOTHING);
  const isOn = wish !== undefined;
  const shelf = useRef(new FullShelf());
  const [worker, setWorker] = useState<Worker>();
  useEffect(() => {
    if (!isOn) return undefined;
    const made = new Worker(new URL('./full-worker.ts', import.meta.url), { type: 'module' });
    made.onmessage = ({ data }: MessageEvent<FromFullWorker>) =>
      setShown((old) => {
        const pieces = shelf.current.inOrder(data.key);
        return { ...old, drawings: new Map(old.drawings).set(data.key, { ...data.drawing, pieces }) };
      });
    setWorker(made);
    return () => {
      made.terminate();
      shelf.current = new FullShelf();
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
    const wanted = new Set(wish.series.map(({ key }) => seriesKeyText(key)));
    const letGo = (dropped: readonly DroppedPiece[]) => {
      for (const each of dropped) post({ kind: 'drop', ...each });
      // What is shown of them holds their pieces.
      for (const key of new Set(dropped.map((each) => each.key))) if (wanted.has(key)) draw(key);
    };
    letGo(shelf.current.want(wanted, range));
    const load = async () => {
      for (const { key, cadenceMs } of wish.series) {
        const text = seriesKeyText(key);
        draw(text);
        const parts = fullSamples(
          { series: key, range, cadenceMs, known: shelf.current.begins(text) },
          client.history.bind(client),
          abort.signal,
        );
        for await (const piece of parts) {
          if (abort.signal.aborted) return;
          const dropped = shelf.current.add(text, piece);
          post({ kind: 'add', key: text, stepMs: longestStepMs('raw', cadenceMs), piece });
          letGo(dropped);
          draw(text);
        }
      }
    };
    setShown(({ drawings }) => ({
      drawings: new Map([...drawings].filter(([key]) => wanted.has(key))),
      loading: true,
      failure: undefined,
    }));
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
