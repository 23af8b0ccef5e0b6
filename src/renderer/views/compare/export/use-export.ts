import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Resolution } from '../../../../shared/series';
import { useConnection } from '../../../data/connection-context';
import { useBridge } from '../../../data/setup-store';
import { useStatus } from '../../../data/use-live';
import { t } from '../../../i18n/text';
import { rangeNotes } from '../RangeNote';
import type { CompareFrame } from '../use-compare-frame';
import { chartsPicture } from './charts-picture';
import { type ExportContext, exportCsv, exportPicture } from './export-run';
import type { Seen } from './seen';

export type ExportState =
  | { readonly name: 'idle' }
  | { readonly name: 'running' }
  | { readonly name: 'done' }
  | { readonly name: 'failed'; readonly sentence: string };

export interface Exporting {
  readonly state: ExportState;
  readonly csv: (resolution?: Resolution) => void;
  readonly png: () => void;
  readonly stop: () => void;
}

/** Takes along what is seen; one export at a time, and it ends with the view. */
export function useExport(frame: CompareFrame, seen: RefObject<Seen | undefined>): Exporting {
  const { client, store } = useConnection();
  const { sourceName } = useStatus();
  const bridge = useBridge();
  const [state, setState] = useState<ExportState>({ name: 'idle' });
  const flight = useRef<AbortController>(undefined);
  useEffect(() => () => flight.current?.abort(), []);

  const run = async (work: (context: ExportContext, signal: AbortSignal) => Promise<boolean>) => {
    flight.current?.abort();
    const own = new AbortController();
    flight.current = own;
    setState({ name: 'running' });
    const fetch: ExportContext['fetch'] = (request, signal) => client.history(request, signal);
    try {
      const isSaved = await work({ frame, sourceName, bridge, fetch, nowMs: store.plantNowMs() }, own.signal);
      if (flight.current === own) setState(isSaved ? { name: 'done' } : { name: 'idle' });
    } catch (error) {
      if (flight.current !== own) return;
      const sentence = error instanceof Error ? error.message : String(error);
      setState(own.signal.aborted ? { name: 'idle' } : { name: 'failed', sentence });
    }
  };
  return {
    state,
    csv: (resolution) =>
      void run(async (context, signal) => {
        if (seen.current === undefined) throw new Error(t('compare.nothingYet'));
        return exportCsv(seen.current, context, { resolution, signal });
      }),
    png: () =>
      void run(async (context) => {
        const area = document.querySelector<HTMLElement>('[data-testid="compare-charts"]');
        const picture =
          area === null ? undefined : await chartsPicture(area, [sourceName, ...rangeNotes(frame, frame.minuteMs)]);
        if (picture === undefined) throw new Error(t('compare.nothingYet'));
        return exportPicture(picture, context);
      }),
    stop: () => {
      flight.current?.abort();
      setState({ name: 'idle' });
    },
  };
}
