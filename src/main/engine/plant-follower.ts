import type { StoreSnapshot } from '../../shared/diagnostics';
import type { PlantLink, RevisedStretch, SourceFacts } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import type { Log } from '../diagnostics/log';
import type { AheadFetcher } from '../history/ahead/ahead-fetcher';
import type { HistoryService } from '../history/history-service';
import type { TileShelf } from '../history/shelf-sweep';
import type { TileTier } from '../history/tile-tier';
import type { FleetBus } from '../live/fleet/fleet-bus';
import type { SharedFeed, SharedFeedOptions, SharedFeedSnapshot } from '../live/fleet/shared-feed';
import type { LiveHub } from '../live/hub';
import type { LiveFeed } from '../live/live-feed';
import type { RecentSamples } from '../live/recent-samples';
import { Catalogue } from '../plant/catalogue';
import { type PlantTimers, systemTimers } from '../plant/clock';
import type { PlantAddress } from '../plant/connection';
import { heartbeatTo } from '../plant/heartbeat-connection';
import { LinkMonitor } from '../plant/link-monitor';
import { PlantDatabase, type PlantPoolSettings } from '../plant/plant-database';
import { describePlantTrouble } from '../plant/plant-error';
import type { PlantPoolSnapshot } from '../plant/plant-pool';
import { PlantReader } from '../plant/plant-reader';
import { PreparationWatch } from '../plant/preparation-watch';
import { RightsWatch } from '../plant/rights-watch';
import type { StatementTiming } from '../plant/statement-lane';
import { TableLookup } from '../plant/table-lookup';
import { type AheadShelf, aheadFetcher } from './follower-ahead';
import { followerFeed } from './follower-feed';
import { phaseOf, sharedFeed } from './follower-fleet';
import { FollowerHistory } from './follower-history';
import { type CatalogueShelf, KeptCatalogue } from './kept-catalogue';
import { liveClock } from './live-time';
import { plantFacts, type ToldOfPlant } from './plant-facts';
import type { SourceFollower } from './source-follower';
import { UnknownSeries } from './unknown-series';

export interface PlantFollowerOptions extends ToldOfPlant {
  readonly address: PlantAddress;
  readonly hub: LiveHub;
  readonly recent: RecentSamples;
  readonly log: Log;
  readonly random: () => number;
  readonly pool: PlantPoolSettings;
  /** Told of every statement that has ended. */
  readonly onStatement: (timing: StatementTiming) => void;
  /** Plain characters that no other appliance has. */
  readonly applianceName: string;
  /** Tiers of history below memory. */
  readonly tiers: readonly TileTier[];
  /** Bound of the tiles in memory. */
  readonly memoryBytes: number;
  /** Keeps the catalogue over restarts; undefined: nothing is kept. */
  readonly shelf: CatalogueShelf | undefined;
  /** Keeps the past of pinned units; undefined: nothing is fetched ahead. */
  readonly aheadShelf: AheadShelf | undefined;
  /** Where tiles lie over restarts; undefined: nowhere. */
  readonly tileShelf: TileShelf | undefined;
  /** Where the plant's appliances share the following of its changes; undefined: this one follows by itself. */
  readonly fleet: FleetBus | undefined;
  /** Told of history that viewers should ask for again. */
  readonly onRevision: (stretches: readonly RevisedStretch[]) => void;
}

/** Appliances that hear of a changed catalogue look at it within this. */
const CATALOGUE_SPREAD_MS = 5_000;

/**
 * Everything that reads one plant, fitted together: link, catalogue, preparation, history and the change feed into the
 * hub. It works while the plant is away as when it is there: each part connects by itself and comes back by itself.
 */
export class PlantFollower implements SourceFollower {
  readonly catalogue: Catalogue;
  readonly preparation: PreparationWatch;
  readonly #history: FollowerHistory;
  readonly #link: LinkMonitor;
  readonly #database: PlantDatabase;
  readonly #tables: TableLookup;
  readonly #feed: LiveFeed;
  /** The same feed, where it is shared with other appliances. */
  readonly #shared: SharedFeed | undefined;
  readonly #unknown: UnknownSeries;
  readonly #rights: RightsWatch;
  readonly #kept: KeptCatalogue;
  /** Why no connection may be tried; undefined: they may. */
  readonly #notYet: string | undefined;
  /** Brings the past of pinned units on board. */
  readonly ahead: AheadFetcher | undefined;
  readonly #linkListeners = new Set<(link: PlantLink) => void>();
  readonly #factsListeners = new Set<(facts: SourceFacts) => void>();
  readonly #told: ToldOfPlant;
  #toldFacts: string | undefined;
  /** Plant time up to which an earlier run knew the plant: what "data as of" means until it is reached. */
  #keptAsOfMs: number | undefined;
  readonly #recent: RecentSamples;
  #malformedWakeUps = 0;
  #closing: Promise<void> | undefined;

  constructor(options: PlantFollowerOptions) {
    const { address, log, random } = options;
    this.#notYet = address.notYet;
    this.#told = options;
    this.#recent = options.recent;
    const timers: PlantTimers = systemTimers;
    const trouble = (event: string) => (error: unknown) =>
      log.warn(event, { message: error instanceof Error ? error.message : String(error) });
    this.#link = new LinkMonitor({
      connect: heartbeatTo(address),
      timers,
      random,
      describe: (error) => describePlantTrouble(error, address),
    });
    const plantNowMs = () => this.#link.plantNowMs();
    this.#database = new PlantDatabase({
      address,
      timers,
      onStatement: options.onStatement,
      onTrouble: trouble('plant-connection-lost'),
      random,
      pool: options.pool,
    });
    this.#tables = new TableLookup(this.#database, options.tables);
    const reader = new PlantReader(this.#tables, (key) => this.catalogue.series(key));
    this.#kept = new KeptCatalogue(options.shelf, (message) => log.warn('catalogue-not-whole', { message }));
    this.catalogue = new Catalogue({
      sweep: (request, signal) => reader.sweep(request, signal),
      timers,
      plantNowMs,
      onTrouble: trouble('catalogue-not-read'),
      onSwept: (record) => {
        this.#kept.save(record);
        this.#tellFacts();
      },
    });
    this.preparation = new PreparationWatch({
      read: (signal) => reader.readPreparing(signal),
      timers,
      onTrouble: trouble('preparation-not-read'),
    });
    this.#rights = new RightsWatch({
      read: (signal) => reader.readSurplusRights(signal),
      timers,
      onTrouble: trouble('rights-not-read'),
      onChange: (surplus) => {
        if (surplus === undefined) log.info('plant-role-may-only-read');
        else log.warn('plant-role-may-do-more', { message: surplus });
        this.#announceLink();
      },
    });
    this.#history = new FollowerHistory({
      backgroundReader: new PlantReader(this.#tables, (key) => this.catalogue.series(key), 'background'),
      tables: options.tables,
      ...{
        reader,
        catalogue: this.catalogue,
        preparation: this.preparation,
        timers,
        plantNowMs,
        link: () => this.#link.link(),
      },
      ...{ tiers: options.tiers, tileShelf: options.tileShelf, memoryBytes: options.memoryBytes },
      onRevision: (stretches) => {
        this.#shared?.revised(stretches);
        options.onRevision(stretches);
      },
      onTrouble: trouble('history-not-read'),
    });
    const { aheadShelf } = options;
    this.ahead =
      aheadShelf &&
      aheadFetcher(this.catalogue, {
        ...aheadShelf,
        bring: (keys, signal) => this.history.bring(keys, signal),
        isPlantAway: () => this.#link.link().state !== 'online',
        clock: { plantNowMs, setTimer: timers.setTimer },
        onTrouble: trouble('not-fetched-ahead'),
      });
    this.#unknown = new UnknownSeries(
      (key) => this.catalogue.series(key) !== undefined,
      () => void this.catalogue.refresh(),
      liveClock(plantNowMs),
    );
    const makeFeed = (how: 'listening' | 'polling') =>
      followerFeed({
        onMalformed: () => {
          this.#malformedWakeUps += 1;
        },
        ...{ address, log, random, plantNowMs, recent: options.recent, applianceName: options.applianceName, how },
        ...{ database: this.#database, tables: this.#tables, units: () => this.catalogue.units() },
      });
    this.#shared = this.#buildShared(options, plantNowMs, makeFeed);
    this.#feed = this.#shared ?? makeFeed('listening');
    this.#wire(log, options.hub);
  }

  /** Begins to connect; what is known from an earlier run is there meanwhile. */
  start(): void {
    void this.#restoreCatalogue();
    if (this.isHeldBack) return;
    this.#link.start();
    this.#database.open();
    this.#feed.start();
    this.#history.start();
  }

  /** Whether it shows what is on board and connects to nothing: another follower takes its place. */
  get isHeldBack(): boolean {
    return this.#notYet !== undefined;
  }

  get history(): HistoryService {
    return this.#history.service;
  }

  /** The plant's time now, ms. */
  plantNowMs(): number {
    return this.#link.plantNowMs();
  }

  /** How far the plant's clock is ahead of this machine's, ms; undefined before the first heartbeat. */
  clockOffsetMs(): number | undefined {
    return this.#link.clockOffsetMs();
  }

  /** Whether a unit's samples in a table are at hand as far back as the ring of recent ones reaches. */
  isFilled(workUnitId: string, table: SeriesTable): boolean {
    return this.#feed.isFilled(workUnitId, table);
  }

  /** How following the changes does, for diagnostics. */
  following(): StoreSnapshot {
    return {
      state: this.#feed.state,
      reason: this.#feed.whyPolling ?? null,
      counters: { ...this.#feed.counters, ...this.#recent.counters, malformedWakeUps: this.#malformedWakeUps },
    };
  }

  pool(): PlantPoolSnapshot {
    return this.#database.pool();
  }

  link(): PlantLink {
    const feed = { idle: null, listening: 'listen', polling: 'poll', closed: null } as const;
    const surplusRights = this.#rights.surplus();
    const link = this.#link.link();
    return {
      ...link,
      asOfMs: link.asOfMs ?? this.#keptAsOfMs ?? null,
      reason: link.reason ?? this.#notYet ?? null,
      feed: feed[this.#feed.state],
      ...(surplusRights === undefined ? {} : { surplusRights }),
    };
  }

  /** Calls back when the link or the way of following changes; returns the way out. */
  onLink(listener: (link: PlantLink) => void): () => void {
    this.#linkListeners.add(listener);
    return () => this.#linkListeners.delete(listener);
  }

  /** How the following is shared; undefined where it is not. */
  fleet(): SharedFeedSnapshot | undefined {
    return this.#shared?.snapshot();
  }

  /** Stops reading and closes every connection; idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    this.#linkListeners.clear();
    this.#factsListeners.clear();
    await this.ahead?.close();
    await this.#feed.close();
    this.#unknown.close();
    this.#history.close();
    this.#rights.close();
    this.preparation.close();
    this.catalogue.close();
    this.#database.close();
    this.#link.close();
  }

  #buildShared(
    options: PlantFollowerOptions,
    plantNowMs: () => number,
    makeFeed: SharedFeedOptions['makeFeed'],
  ): SharedFeed | undefined {
    const { fleet, recent, log, applianceName, onRevision } = options;
    if (fleet === undefined) return undefined;
    return sharedFeed({
      ...{ bus: fleet, holder: applianceName, recent, log, clock: liveClock(plantNowMs) },
      makeFeed,
      reachesPlant: () => this.#link.link().state === 'online' || this.#link.link().state === 'late',
      onRevisions: (stretches) => {
        for (const { table, workUnitId, fromMs, toMs } of stretches)
          this.history.touched({ table, workUnitId, range: { fromMs, toMs } });
        onRevision(stretches);
      },
      // All hear of it at once, and the plant is asked by one after the other.
      onCatalogue: () =>
        void systemTimers.setTimer(() => {
          if (this.#closing === undefined) void this.catalogue.refresh();
        }, phaseOf(applianceName) * CATALOGUE_SPREAD_MS),
    });
  }

  #wire(log: Log, hub: LiveHub): void {
    this.#feed.onBatch((batch) => {
      this.#history.changed(batch);
      hub.apply(batch);
      this.#unknown.check(batch);
    });
    this.#feed.onState((state) => {
      this.#history.feedChanged(state);
      this.#announceLink();
    });
    this.catalogue.onChange((units) => {
      this.#feed.setUnits(units.map((unit) => unit.workUnitId));
      this.#shared?.catalogueChanged();
    });
    let wasOnline = false;
    this.#link.onChange((link) => {
      log.info('plant-link', { state: link.state, reason: link.reason ?? undefined });
      if (link.state === 'offline') {
        this.#database.abandonConnections(link.reason ?? 'The plant is away.');
        this.#feed.reconnect();
      }
      if (link.state === 'online' && !wasOnline) this.#resume();
      // A heartbeat that was late means a slow plant, not a new one.
      if (link.state !== 'late') wasOnline = link.state === 'online';
      this.#announceLink();
    });
  }

  async #restoreCatalogue(): Promise<void> {
    const record = await this.#kept.load();
    if (record === undefined || this.#closing !== undefined) return;
    this.#keptAsOfMs = record.asOfMs;
    this.catalogue.restore(record);
    this.#tellFacts();
    this.#announceLink();
  }

  /**
   * The plant is back, or there for the first time: what may have changed meanwhile is asked for at once, live values
   * first. What changes nothing of what is shown waits until the catalogue has been read.
   */
  #resume(): void {
    this.#database.retryNow();
    this.#feed.connectNow();
    void this.preparation.refresh();
    void this.catalogue.refresh().then(() => {
      this.ahead?.wake();
      void this.#rights.refresh();
    });
  }

  /** What of the plant as a whole is told to other appliances; undefined before its catalogue is known. */
  facts(): SourceFacts | undefined {
    return plantFacts(this.catalogue, this.#told);
  }

  /** Calls back when {@link facts} have changed; returns the way out. */
  onFacts(listener: (facts: SourceFacts) => void): () => void {
    this.#factsListeners.add(listener);
    return () => this.#factsListeners.delete(listener);
  }

  #tellFacts(): void {
    const facts = this.facts();
    const text = JSON.stringify(facts);
    if (facts === undefined || text === this.#toldFacts) return;
    this.#toldFacts = text;
    for (const listener of [...this.#factsListeners]) listener(facts);
  }

  #announceLink(): void {
    const link = this.link();
    for (const listener of [...this.#linkListeners]) listener(link);
  }
}
