import type { DiagnosticsReport } from '../../shared/diagnostics';
import type { CatalogueUnit, LiveUnit, ServerMessage, SourceFacts, UnitAverages } from '../../shared/protocol';
import { type SeriesKey, type SeriesTable, seriesKeyText } from '../../shared/series';
import type { FigurePeriod, ShiftFigures, UnitFigure } from '../../shared/shift-figures';
import { SECOND_MS, type TimeRange } from '../../shared/time';
import type { After } from '../../shared/viewer/after';
import type { ApplianceLink } from '../../shared/viewer/appliance-link';
import type { ClientState } from '../../shared/viewer/client-state';
import type { GatewayEvents } from '../../shared/viewer/gateway-client';
import { EMPTY_TAIL, type TailColumns } from './live-tail';
import { FIRST_STATUS, type ScreenStatus } from './screen-status';
import { Topics } from './topics';
import { NOTHING_PRESENT, UnitLive, type UnitPresent } from './unit-live';

/**
 * The first picture waits so long for the values of its units, ms: they mostly come right behind the catalogue, and drawing a
 * wall twice takes twice as long.
 */
const FIRST_VALUES_MS = 250;

/** A stretch of one unit's table of which history is to be asked for again: rows were written, changed or deleted. */
export interface Touch {
  readonly workUnitId: string;
  readonly table: SeriesTable;
  readonly range: TimeRange;
}

/** A unit's figures of a period; the same object until others are told. */
export interface ToldFigure {
  readonly figure: UnitFigure;
  readonly period: FigurePeriod;
  /** Plant time at which they were made. */
  readonly madeMs: number;
}

export interface LiveStoreOptions {
  /** Monotonic ms that go on while the machine sleeps. */
  readonly nowMs: () => number;
  readonly after: After;
  /** Takes one sentence for the log. */
  readonly log: (sentence: string) => void;
}

/**
 * Everything that a screen knows of the present, outside React: views subscribe to the parts they show. A snapshot replaces
 * the live part of the units in it; what no snapshot or update names stays as last known, with its growing age. Above 300 lines
 * because every message of the gateway is taken in here, in the order in which it comes; what is kept of a unit lies in `unit-live.ts`.
 */
export class LiveStore implements GatewayEvents {
  readonly #options: LiveStoreOptions;
  readonly #topics = new Topics();
  readonly #touchListeners = new Set<(touch: Touch) => void>();
  #status: ScreenStatus = FIRST_STATUS;
  #catalogue: readonly CatalogueUnit[] = [];
  #catalogueKnown = false;
  /** The first catalogue, until its units' values are there or are not waited for any more. */
  #firstCatalogue: readonly CatalogueUnit[] | undefined;
  #averages: ReadonlyMap<string, number> = new Map();
  readonly #figures = new Map<ShiftFigures['of'], ReadonlyMap<string, ToldFigure>>();
  #diagnostics: DiagnosticsReport | undefined;
  readonly #units = new Map<string, UnitLive>();
  /** A welcome came and its first snapshot has not. */
  #awaitsFirstSnapshot = false;
  #sequence = 0;
  /** Plant time minus our monotonic clock, set by each heartbeat; undefined before the first welcome. */
  #clockOffsetMs: number | undefined;
  #tickMs = 0;

  constructor(options: LiveStoreOptions) {
    this.#options = options;
    this.#scheduleTick();
  }

  /** The plant's clock: last heartbeat plus what has passed since, whole ms; 0 before the first welcome. */
  plantNowMs = (): number =>
    this.#clockOffsetMs === undefined ? 0 : Math.round(this.#options.nowMs() + this.#clockOffsetMs);

  /** The plant's clock at the last tick; stands still between two, as React's stores must. */
  tickMs = (): number => this.#tickMs;
  status = (): ScreenStatus => this.#status;
  catalogue = (): readonly CatalogueUnit[] => this.#catalogue;
  /** The average of a series over the last minutes, as the appliance told last; undefined where there is none. */
  average(series: SeriesKey): number | undefined {
    return this.#averages.get(seriesKeyText(series));
  }
  /** Figures of the shift that is on, or of the last one; undefined before they were told, and where there are none. */
  figure(of: ShiftFigures['of'], workUnitId: string): ToldFigure | undefined {
    return this.#figures.get(of)?.get(workUnitId);
  }
  /** How the appliance is doing, as it told last; undefined before it was asked. */
  diagnostics = (): DiagnosticsReport | undefined => this.#diagnostics;
  /** False until the appliance has named its work units: "none" and "not told yet" are different screens. */
  catalogueKnown = (): boolean => this.#catalogueKnown;
  present(workUnitId: string): UnitPresent {
    return this.#units.get(workUnitId)?.present ?? NOTHING_PRESENT;
  }
  tail(workUnitId: string, table: SeriesTable, name: string): TailColumns {
    return this.#units.get(workUnitId)?.tail(table, name) ?? EMPTY_TAIL;
  }
  /** From where on the tail of a series holds everything, in plant ms; asked with each update, and far cheaper than the tail. */
  tailFromMs({ workUnitId, table, name }: SeriesKey): number | undefined {
    return this.#units.get(workUnitId)?.tailFromMs(table, name);
  }

  // Each returns the way out.
  onStatus = (listener: () => void): (() => void) => this.#topics.on('status', listener);
  onCatalogue = (listener: () => void): (() => void) => this.#topics.on('catalogue', listener);
  onAverages = (listener: () => void): (() => void) => this.#topics.on('averages', listener);
  onFigures = (listener: () => void): (() => void) => this.#topics.on('figures', listener);
  onDiagnostics = (listener: () => void): (() => void) => this.#topics.on('diagnostics', listener);
  onTick = (listener: () => void): (() => void) => this.#topics.on('tick', listener);
  onUnit(workUnitId: string, listener: () => void): () => void {
    return this.#topics.on(`unit ${workUnitId}`, listener);
  }
  onTouch(listener: (touch: Touch) => void): () => void {
    this.#touchListeners.add(listener);
    return () => {
      this.#touchListeners.delete(listener);
    };
  }

  stateChanged(client: ClientState): void {
    this.#setStatus({ client });
  }

  linkChanged(appliance: ApplianceLink): void {
    this.#setStatus({ appliance });
  }

  problem(sentence: string): void {
    this.#options.log(sentence);
    this.#setStatus({ problems: this.#status.problems + 1 });
  }

  message(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#welcome(message);
        break;
      case 'catalogue':
        this.#catalogueTold(message.units);
        break;
      case 'source':
        this.#sourceTold(message.facts);
        break;
      case 'snapshot':
        this.#replace(message.units, message.sequence);
        break;
      case 'update':
        // What the snapshot held already may still be under way from before it.
        if (message.sequence > this.#sequence) this.#update(message.units, message.sequence);
        break;
      case 'resumed':
        this.#joined();
        break;
      case 'latest':
        if (message.sequence > this.#sequence) this.#takeLatest(message.units);
        break;
      case 'link':
        this.#setStatus({ plant: message.link });
        break;
      case 'preparing':
        this.#setStatus({ preparing: message.preparing });
        break;
      case 'pins':
        this.#setStatus({ pins: message.pins });
        break;
      case 'revision':
        for (const { workUnitId, table, fromMs, toMs } of message.stretches)
          this.#touch({ workUnitId, table, range: { fromMs, toMs } });
        break;
      case 'heartbeat':
        // Nobody is told: the time of the last word matters only once the words stop.
        this.#setClock(message.plantTimeMs);
        this.#status = { ...this.#status, heardAtMs: message.plantTimeMs };
        break;
      case 'averages':
        this.#averages = averagesBySeries(message.units);
        this.#topics.tell('averages');
        break;
      case 'figures':
        this.#figures.set(message.of, figuresByUnit(message));
        this.#topics.tell('figures');
        break;
      case 'diagnostics':
        this.#diagnostics = message.report;
        this.#topics.tell('diagnostics');
        break;
      case 'error':
        this.#options.log(`The appliance refused something: ${message.message}`);
    }
  }

  #catalogueTold(units: readonly CatalogueUnit[]): void {
    if (this.#catalogueKnown || units.length === 0 || !this.#awaitsFirstSnapshot) {
      this.#showCatalogue(units);
      return;
    }
    const isWaiting = this.#firstCatalogue !== undefined;
    this.#firstCatalogue = units;
    if (!isWaiting) this.#options.after(FIRST_VALUES_MS, () => this.#showFirstCatalogue());
  }

  #showFirstCatalogue(): void {
    if (this.#firstCatalogue !== undefined) this.#showCatalogue(this.#firstCatalogue);
  }

  #showCatalogue(units: readonly CatalogueUnit[]): void {
    this.#firstCatalogue = undefined;
    this.#catalogue = units;
    this.#catalogueKnown = true;
    this.#forgetUnitsBeside(units);
    this.#topics.tell('catalogue');
  }

  /** A unit that the plant does not have any more would be kept for as long as the page lives. An empty catalogue is one that is not read yet. */
  #forgetUnitsBeside(units: readonly CatalogueUnit[]): void {
    const named = new Set(units.map(({ workUnitId }) => workUnitId));
    if (named.size === 0) return;
    for (const workUnitId of this.#units.keys()) if (!named.has(workUnitId)) this.#units.delete(workUnitId);
  }

  #sourceTold({ sourceName, stateRules, calendar }: SourceFacts): void {
    // Told again after each reconnect: what hangs on it is worked out anew only where it differs.
    const known = this.#status.calendar;
    const isSame = JSON.stringify(known) === JSON.stringify(calendar);
    this.#setStatus({ sourceName, stateRules, calendar: isSame ? known : calendar });
  }

  #welcome(welcome: Extract<ServerMessage, { type: 'welcome' }>): void {
    this.#setClock(welcome.plantTimeMs);
    this.#awaitsFirstSnapshot = true;
    const { sourceName, stateRules, preparing, link: plant, plantTimeMs: heardAtMs } = welcome;
    this.#setStatus({ sourceName, stateRules, preparing, plant, heardAtMs });
  }

  #replace(units: readonly LiveUnit[], sequence: number): void {
    this.#sequence = sequence;
    for (const unit of units) {
      this.#units.delete(unit.workUnitId);
      this.#merge(unit);
    }
    for (const unit of units) this.#topics.tell(`unit ${unit.workUnitId}`);
    this.#joined();
  }

  /** Present values of a screen that is behind; the snapshot that ends it may bring corrections that were not told of. */
  #takeLatest(units: readonly LiveUnit[]): void {
    this.#awaitsFirstSnapshot = true;
    for (const unit of units) {
      this.#unitOf(unit.workUnitId).takeLatest(unit);
      this.#topics.tell(`unit ${unit.workUnitId}`);
    }
  }

  /** After a connect, or after having been behind: history on screen is to be asked for again. */
  #joined(): void {
    if (!this.#awaitsFirstSnapshot) return;
    this.#awaitsFirstSnapshot = false;
    this.#showFirstCatalogue();
    this.#setStatus({ connects: this.#status.connects + 1 });
  }

  #update(units: readonly LiveUnit[], sequence: number): void {
    this.#sequence = sequence;
    for (const unit of units) {
      this.#merge(unit);
      this.#topics.tell(`unit ${unit.workUnitId}`);
      for (const { table, ...range } of unit.touched) this.#touch({ workUnitId: unit.workUnitId, table, range });
    }
  }

  #touch(touch: Touch): void {
    for (const listener of [...this.#touchListeners]) listener(touch);
  }

  #merge(unit: LiveUnit): void {
    this.#unitOf(unit.workUnitId).merge(unit, this.plantNowMs());
  }

  #unitOf(workUnitId: string): UnitLive {
    let live = this.#units.get(workUnitId);
    if (live === undefined) {
      live = new UnitLive();
      this.#units.set(workUnitId, live);
    }
    return live;
  }

  #setStatus(change: Partial<ScreenStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#topics.tell('status');
  }

  #setClock(plantTimeMs: number): void {
    const first = this.#clockOffsetMs === undefined;
    this.#clockOffsetMs = plantTimeMs - this.#options.nowMs();
    if (first) this.#tick();
  }

  #tick(): void {
    this.#tickMs = this.plantNowMs();
    this.#topics.tell('tick');
  }

  #scheduleTick(): void {
    this.#options.after(SECOND_MS, () => {
      this.#tick();
      this.#scheduleTick();
    });
  }
}

function averagesBySeries(units: readonly UnitAverages[]): ReadonlyMap<string, number> {
  return new Map(
    units.flatMap(({ workUnitId, series }) =>
      series.flatMap(({ table, name, average }) =>
        average === null ? [] : [[seriesKeyText({ table, workUnitId, name }), average] as const],
      ),
    ),
  );
}

function figuresByUnit({ periods, units, madeMs }: ShiftFigures): ReadonlyMap<string, ToldFigure> {
  return new Map(
    units.flatMap((figure) => {
      const period = periods[figure.period];
      return period === undefined ? [] : [[figure.workUnitId, { figure, period, madeMs }] as const];
    }),
  );
}
