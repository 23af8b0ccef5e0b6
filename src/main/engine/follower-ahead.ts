import { AheadFetcher, type AheadFetcherOptions } from '../history/ahead/ahead-fetcher';
import type { AheadSeries } from '../history/ahead/ahead-plan';
import { firmlyKeptMs } from '../history/kept-levels';
import type { Catalogue } from '../plant/catalogue';
import type { PlantAbilities } from '../plant/statements/abilities';

/** Fetching ahead, as far as the appliance decides it: where tiles are kept, and who is told. */
export type AheadShelf = Pick<AheadFetcherOptions, 'list' | 'budgetBytes' | 'onProgress'>;

/** Fetching ahead fitted to the catalogue of the plant that is followed. */
export function aheadFetcher(
  catalogue: Pick<Catalogue, 'units' | 'keptFor'> & { abilities(): Pick<PlantAbilities, 'levels'> | undefined },
  options: Omit<AheadFetcherOptions, 'seriesOf'>,
): AheadFetcher {
  const seriesOf = (workUnitId: string): readonly AheadSeries[] => {
    const unit = catalogue.units().find((each) => each.workUnitId === workUnitId);
    return (unit?.series ?? []).map(({ table, name, cadenceMs, firstMs }) => ({
      key: { table, workUnitId, name },
      cadenceMs: cadenceMs ?? undefined,
      firstMs,
      levels: catalogue.abilities()?.levels[table] ?? [],
      keptMs: (resolution) => firmlyKeptMs(table, resolution, catalogue),
    }));
  };
  return new AheadFetcher({ ...options, seriesOf });
}
