import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { DiagnosticsReport } from '../../shared/diagnostics';
import type { CatalogueUnit } from '../../shared/protocol';
import type { SeriesKey } from '../../shared/series';
import type { ShiftFigures } from '../../shared/shift-figures';
import { onSteadyBeat } from './beat';
import { useConnection } from './connection-context';
import type { ToldFigure } from './live-store';
import type { TailColumns } from './live-tail';
import type { ScreenStatus } from './screen-status';
import type { UnitPresent } from './unit-live';

/** What is true of the whole screen. */
export function useStatus(): ScreenStatus {
  const { store } = useConnection();
  return useSyncExternalStore(store.onStatus, store.status);
}

/** Every work unit; undefined until the appliance has named them. */
export function useCatalogue(): readonly CatalogueUnit[] | undefined {
  const { store } = useConnection();
  const units = useSyncExternalStore(store.onCatalogue, store.catalogue);
  return store.catalogueKnown() ? units : undefined;
}

/** The plant's clock in ms, moving once a second, with the steady beat. */
export function usePlantTime(): number {
  const { store, beat } = useConnection();
  const subscribe = useCallback((listener: () => void) => onSteadyBeat(beat, store.onTick, listener), [store, beat]);
  return useSyncExternalStore(subscribe, store.tickMs);
}

/** Latest values of one work unit; renders again when one of them changed, at their pace, and for no other unit's. */
export function usePresent(workUnitId: string): UnitPresent {
  const { store } = useConnection();
  return useSyncExternalStore(useUnitPace(workUnitId), () => store.present(workUnitId));
}

/** The last minutes of one series. */
export function useTail({ workUnitId, table, name }: SeriesKey): TailColumns {
  const { store } = useConnection();
  return useSyncExternalStore(useUnitPace(workUnitId), () => store.tail(workUnitId, table, name));
}

/** Subscribes to a unit's values, told at their pace. */
function useUnitPace(workUnitId: string) {
  const { pace } = useConnection();
  return useCallback((listener: () => void) => pace.on(workUnitId, listener), [pace, workUnitId]);
}

/** Asks the appliance for something now, and again and again while the view is open. */
function useAsking(type: 'averages' | 'diagnostics', everyMs: number): void {
  const { client } = useConnection();
  useEffect(() => {
    client.ask(type);
    const timer = setInterval(() => client.ask(type), everyMs);
    return () => clearInterval(timer);
  }, [client, type, everyMs]);
}

/** Read by a person: once a second is live enough, and costs the appliance nothing that is seen. */
const DIAGNOSTICS_EVERY_MS = 1_000;

/** How the appliance is doing, asked for again each second while a view shows it. */
export function useDiagnostics(): DiagnosticsReport | undefined {
  const { store } = useConnection();
  useAsking('diagnostics', DIAGNOSTICS_EVERY_MS);
  return useSyncExternalStore(store.onDiagnostics, store.diagnostics);
}

/** In ten seconds an average of five minutes moves little. */
const AVERAGES_EVERY_MS = 10_000;

/** Keeps the averages of all units up to date while a view is open that shows some. */
export function useAverages(): void {
  useAsking('averages', AVERAGES_EVERY_MS);
}

/** The average of one series over the last minutes; undefined where none is known. */
export function useAverage(series: SeriesKey): number | undefined {
  const { store } = useConnection();
  return useSyncExternalStore(store.onAverages, () => store.average(series));
}

/** Has the appliance tell the figures of the shifts, again after each reconnect. */
export function useFigures(): void {
  const { client } = useConnection();
  const { connects } = useStatus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection knows nothing of what was asked on the one before.
  useEffect(() => client.ask('figures'), [client, connects]);
}

/** A unit's figures of the shift that is on (or the last hour), or of the last shift; undefined where none are known. */
export function useFigure(of: ShiftFigures['of'], workUnitId: string): ToldFigure | undefined {
  const { store } = useConnection();
  return useSyncExternalStore(store.onFigures, () => store.figure(of, workUnitId));
}
