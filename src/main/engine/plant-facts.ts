import type { PlantCalendar } from '../../shared/calendar/calendar-rules';
import type { PieceRules } from '../../shared/piece-rules';
import type { PlantTables } from '../../shared/plant-tables';
import type { SourceFacts, StateRules } from '../../shared/protocol';
import { BUCKET_RESOLUTIONS, type BucketResolution, RESOLUTIONS, type SeriesTable } from '../../shared/series';
import type { Catalogue } from '../plant/catalogue';
import { Subscribers } from './subscribers';

/** What the settings say of a plant. */
export interface ToldOfPlant {
  /** What people call it. */
  readonly sourceName: string;
  readonly stateRules: StateRules;
  /** When which line produces, where the plant's own table does not say it. */
  readonly calendar: PlantCalendar;
  /** How good pieces are told. */
  readonly pieces: PieceRules;
  /** Where it keeps its samples. */
  readonly tables: PlantTables;
}

/** What of it may change while the plant is followed. */
export type WorkPlan = Pick<ToldOfPlant, 'calendar' | 'pieces'>;

const TABLES = ['metric', 'oee'] as const satisfies readonly SeriesTable[];

type CalendarFacts = Pick<SourceFacts, 'calendar' | 'calendarFrom' | 'calendarFault'>;
type Known = Pick<Catalogue, 'levels' | 'isKept' | 'keptFor' | 'calendar' | 'calendarFault'>;

/** What other appliances are told of a plant as a whole, again when it has changed. */
export class PlantFacts {
  readonly #catalogue: Known;
  #settings: ToldOfPlant;
  readonly #listeners = new Subscribers<SourceFacts>();
  #told: string | undefined;

  constructor(catalogue: Known, settings: ToldOfPlant) {
    this.#catalogue = catalogue;
    this.#settings = settings;
  }

  /** Undefined before the catalogue is known. */
  now(): SourceFacts | undefined {
    return plantFacts(this.#catalogue, this.#settings);
  }

  /** Calls back when they have changed; returns the way out. */
  readonly onChange = this.#listeners.subscribe;

  /** To be called when the catalogue has been read: tells what differs from what was told before. */
  tell(): void {
    const facts = this.now();
    const text = JSON.stringify(facts);
    if (facts === undefined || text === this.#told) return;
    this.#told = text;
    this.#listeners.publish(facts);
  }

  /** The settings say something else now. */
  goByPlan({ calendar, pieces }: WorkPlan): void {
    this.#settings = { ...this.#settings, calendar, pieces };
    this.tell();
  }

  close(): void {
    this.#listeners.clear();
  }
}

function plantFacts(
  catalogue: Known,
  { sourceName, stateRules, calendar, pieces, tables }: ToldOfPlant,
): SourceFacts | undefined {
  const readable = TABLES.filter((table) => catalogue.levels(table).length > 0);
  if (readable.length === 0) return undefined;
  const kept = (table: SeriesTable): BucketResolution[] =>
    BUCKET_RESOLUTIONS.filter((level) => catalogue.isKept(table, level));
  const zone = (table: SeriesTable) => {
    const { time } = tables[table];
    return time.kind === 'timestamp' ? time.zone : null;
  };
  const keptFor = (table: SeriesTable) =>
    RESOLUTIONS.flatMap((resolution) => {
      const known = catalogue.keptFor(table, resolution);
      return known === undefined ? [] : [{ resolution, forMs: known.forMs, isSparing: known.isSparing }];
    });
  return {
    ...{ sourceName, stateRules, pieces, tables: readable },
    ...calendarFacts(catalogue, calendar),
    levels: { metric: kept('metric'), oee: kept('oee') },
    keptFor: { metric: keptFor('metric'), oee: keptFor('oee') },
    localTimes: { metric: zone('metric'), oee: zone('oee') },
  };
}

/** The plant's own goes before that of the settings, as a whole. */
function calendarFacts(catalogue: Known, ofSettings: PlantCalendar): CalendarFacts {
  const ofPlant = catalogue.calendar();
  const fault = catalogue.calendarFault();
  return {
    calendar: ofPlant ?? ofSettings,
    calendarFrom: ofPlant === undefined ? 'settings' : 'plant',
    ...(fault === undefined ? {} : { calendarFault: fault }),
  };
}
