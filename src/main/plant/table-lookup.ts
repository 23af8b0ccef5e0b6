import type { PlantTables } from '../../shared/plant-tables';
import type { BucketResolution, SeriesTable } from '../../shared/series';
import type { MappedTable } from './mapping/mapped-table';
import type { PlantDatabase } from './plant-database';
import { LANES, type LaneName } from './pool-shares';
import { abilities, type PlantAbilities } from './statements/abilities';
import { LEVEL_STORES, type LevelStore, type LevelStores, levelName } from './statements/level-stores';
import type { StoredDays } from './statements/retention';
import { whicheverFirst } from './whichever-first';

const FAMILIES = ['metric', 'oee'] as const satisfies readonly SeriesTable[];

const NO_STORES: LevelStores = new Map();

/** What the plant has of what the settings name: looked at again with every sweep, remembered for the reads between. */
export class TableLookup {
  readonly database: PlantDatabase;
  readonly settings: PlantTables;
  readonly #seen = new Set<SeriesTable>();
  #last: PlantAbilities | undefined;
  #stores: LevelStores = NO_STORES;
  #looking: { readonly lane: LaneName; readonly ended: Promise<PlantAbilities> } | undefined;

  constructor(database: PlantDatabase, settings: PlantTables) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * Looks now, or takes part in a look of the same urgency that is under way: at a start all who read the plant ask at
   * once.
   */
  look(signal: AbortSignal, lane: LaneName = 'background'): Promise<PlantAbilities> {
    const underWay = this.#looking;
    const isJoined = underWay !== undefined && LANES.indexOf(underWay.lane) <= LANES.indexOf(lane);
    return whicheverFirst(isJoined ? underWay.ended : this.#begin(lane), [signal]);
  }

  /** What the last look saw; looks where there was none. */
  async known(signal: AbortSignal, lane: LaneName = 'screen'): Promise<PlantAbilities> {
    return this.#last ?? this.look(signal, lane);
  }

  /** Where the last look saw a level's buckets up to a time, all of them; undefined where only its view has them. */
  store(table: SeriesTable, resolution: BucketResolution, untilMs: number): LevelStore | undefined {
    const store = this.#stores.get(levelName(table, resolution));
    return store === undefined || untilMs > store.madeToMs ? undefined : store;
  }

  /** Where the last look saw the tables' 1day levels, those that have one. */
  storedDays(): StoredDays {
    return Object.fromEntries(
      FAMILIES.flatMap((family) => {
        const store = this.#stores.get(levelName(family, '1day'));
        return store === undefined ? [] : [[family, store.relation]];
      }),
    );
  }

  /** They have gone: views are read until the next look. */
  forgetStores(): void {
    this.#stores = NO_STORES;
  }

  /**
   * A table as statements use it; undefined where the plant has none.
   * @throws Error where there was one: that it cannot be read now does not say that it has no rows
   */
  async table(family: SeriesTable, signal: AbortSignal): Promise<MappedTable | undefined> {
    const table = (await this.known(signal)).tables[family]?.mapped;
    if (table !== undefined || !this.#seen.has(family)) return table;
    const { schema, table: name } = this.settings[family];
    throw new Error(`The plant's table ${schema}.${name} could be read before and cannot now.`);
  }

  #begin(lane: LaneName): Promise<PlantAbilities> {
    const looking = { lane, ended: this.#look(lane) };
    const forget = () => {
      if (this.#looking === looking) this.#looking = undefined;
    };
    looking.ended.then(forget, forget);
    this.#looking = looking;
    return looking.ended;
  }

  async #look(lane: LaneName): Promise<PlantAbilities> {
    const last = await this.database.ask(lane, abilities(this.settings));
    this.#stores = last.levelStores ? await this.database.ask(lane, LEVEL_STORES) : NO_STORES;
    this.#last = last;
    for (const family of FAMILIES) if (last.tables[family] !== undefined) this.#seen.add(family);
    return last;
  }
}
