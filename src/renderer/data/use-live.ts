import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { DiagnosticsReport } from '../../shared/diagnostics';
import type { CatalogueUnit } from '../../shared/protocol';
import type { SeriesKey } from '../../shared/series';
import { useConnection } from './connection-context';
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

/** The plant's clock in ms, moving once a second. */
export function usePlantTime(): number {
  const { store } = useConnection();
  return useSyncExternalStore(store.onTick, store.tickMs);
}

/** Latest values of one work unit; renders again when one of them changes, and for no other unit's. */
export function usePresent(workUnitId: string): UnitPresent {
  const { store } = useConnection();
  const subscribe = useCallback((listener: () => void) => store.onUnit(workUnitId, listener), [store, workUnitId]);
  return useSyncExternalStore(subscribe, () => store.present(workUnitId));
}

/** The last minutes of one series. */
export function useTail({ workUnitId, table, name }: SeriesKey): TailColumns {
  const { store } = useConnection();
  const subscribe = useCallback((listener: () => void) => store.onUnit(workUnitId, listener), [store, workUnitId]);
  return useSyncExternalStore(subscribe, () => store.tail(workUnitId, table, name));
}

/** A view of it is read by a person: once a second is live enough, and costs the appliance nothing that is seen. */
const DIAGNOSTICS_EVERY_MS = 1_000;

/** How the appliance is doing, asked for again each second while a view shows it. */
export function useDiagnostics(): DiagnosticsReport | undefined {
  const { client, store } = useConnection();
  useEffect(() => {
    client.askDiagnostics();
    const timer = setInterval(() => client.askDiagnostics(), DIAGNOSTICS_EVERY_MS);
    return () => clearInterval(timer);
  }, [client]);
  return useSyncExternalStore(store.onDiagnostics, store.diagnostics);
}
