import type { StoreSnapshot } from '../../shared/diagnostics';
import type { PlantLink, SourceFacts } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import type { Log } from '../diagnostics/log';
import type { AheadFetcher } from '../history/ahead/ahead-fetcher';
import type { HistoryService } from '../history/history-service';
import type { SharedFeed, SharedFeedOptions, SharedFeedSnapshot } from '../live/fleet/shared-feed';
import type { LiveHub } from '../live/hub';
import type { LiveFeed } from '../live/live-feed';
import type { RecentSamples } from '../live/recent-samples';
import { Catalogue } from '../plant/catalogue';
import type { CatalogueRecord } from '../plant/catalogue-record';
import { type PlantTimers, systemTimers } from '../plant/clock';
import type { PlantPoolSnapshot } from '../plant/plant-pool';
import { PlantReader } from '../plant/plant-reader';
import { PreparationWatch } from '../plant/preparation-watch';
import type { RightsWatch } from '../plant/rights-watch';
import { aheadFetcher } from './follower-ahead';
import { followerFeed } from './follower-feed';
import { sharedFeed } from './follower-fleet';
import { FollowerHistory } from './follower-history';
import { rightsWatch } from './follower-rights';
import { KeptCatalogue } from './kept-catalogue';
import { liveClock } from './live-time';
import { PlantConnections } from './plant-connections';
import { PlantFacts, type WorkPlan } from './plant-facts';
import type { PlantFollowerOptions } from './plant-follower-options';
import type { SourceFollower } from './source-follower';
import { Subscribers } from './subscribers';
import { troubleTo } from './trouble-to';
import { UnknownSeries } from './unknown-series';

/**
 * How long the plant of an earlier run is there before its catalogue is read anew: what is known of it is shown at once, with the
 * values of now, and a page that has just begun draws it meanwhile.
 */
const KNOWN_PLANT_MS = 1_500;

/**
 * Everything that reads one plant, fitted together: link, catalogue, preparation, history and the change feed into the
 * hub. It works while the plant is away as when it is there: each part connects by itself and comes back by itself. Above
 * 300 lines because each part is made and wired here once; what a part does lies in the files beside.
 */
export class PlantFollower implements SourceFollower {
  readonly catalogue: Catalogue;
  readonly preparation: PreparationWatch;
  readonly #history: FollowerHistory;
  readonly #plant: PlantConnections;
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
  readonly #links = new Subscribers<PlantLink>();
  readonly #facts: PlantFacts;
  /** Plant time up to which an earlier run knew the plant: what "data as of" means until it is reached. */
  #keptAsOfMs: number | undefined;
  readonly #recent: RecentSamples;
  #malformedWakeUps = 0;
  #standing: string | undefined;
  #hasResumed = false;
  #callOffSweep: () => void = () => {};
  #closing: Promise<void> | undefined;

  constructor(options: PlantFollowerOptions) {
    const { address, log, random, recent, applianceName } = options;
    this.#notYet = address.notYet;
    this.#recent = recent;
    const timers: PlantTimers = systemTimers;
    const trouble = (event: string) => troubleTo(log, event);
    this.#plant = new PlantConnections(options);
    const { link, database, tables } = this.#plant;
    const plantNowMs = () => link.plantNowMs();
    const reader = new PlantReader(tables, (key) => this.catalogue.series(key));
    this.#kept = new KeptCatalogue(options.shelf, (message) => log.warn('catalogue-not-whole', { message }));
    this.catalogue = new Catalogue({
      sweep: (request, signal) => reader.sweep(request, signal),
      timers,
      plantNowMs,
      onTrouble: trouble('catalogue-not-read'),
      isTold: () => this.#isTold,
      onSwept: (record) => {
        this.#kept.save(record);
        this.#facts.tell();
        this.#tellStanding(record);
      },
    });
    this.#facts = new PlantFacts(this.catalogue, options);
    this.preparation = new PreparationWatch({
      read: (signal) => reader.readPreparing(signal),
      isTold: () => this.#isTold,
      timers,
      onTrouble: trouble('preparation-not-read'),
    });
    this.#rights = rightsWatch(reader, log, () => this.#announceLink());
    this.#history = new FollowerHistory({
      backgroundReader: new PlantReader(tables, (key) => this.catalogue.series(key), 'background'),
      tables: options.tables,
      ...{ reader, catalogue: this.catalogue, preparation: this.preparation, timers, plantNowMs },
      link: () => link.link(),
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
        isPlantAway: () => link.link().state !== 'online',
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
        ...{ address, log, random, plantNowMs, recent, applianceName, how },
        ...{ database, tables, units: () => this.catalogue.units() },
      });
    this.#shared = this.#share(options, makeFeed);
    this.#feed = this.#shared ?? makeFeed('listening');
    this.#wire(log, options.hub);
  }

  /** Begins to connect; what is known from an earlier run is there meanwhile. */
  start(): void {
    void this.#restoreCatalogue();
    if (this.isHeldBack) return;
    this.#plant.open();
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
    return this.#plant.link.plantNowMs();
  }

  /** How far the plant's clock is ahead of this machine's, ms; undefined before the first heartbeat. */
  clockOffsetMs(): number | undefined {
    return this.#plant.link.clockOffsetMs();
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
    return this.#plant.database.pool();
  }

  link(): PlantLink {
    const feed = { idle: null, listening: 'listen', polling: 'poll', closed: null } as const;
    const surplusRights = this.#rights.surplus();
    const link = this.#plant.link.link();
    return {
      ...link,
      asOfMs: link.asOfMs ?? this.#keptAsOfMs ?? null,
      reason: link.reason ?? this.#notYet ?? null,
      feed: feed[this.#feed.state],
      ...(surplusRights === undefined ? {} : { surplusRights }),
    };
  }

  /** Calls back when the link or the way of following changes; returns the way out. */
  readonly onLink = this.#links.subscribe;

  /** What of the plant as a whole is told to other appliances; undefined before its catalogue is known. */
  facts(): SourceFacts | undefined {
    return this.#facts.now();
  }

  /** Calls back when {@link facts} have changed; returns the way out. */
  onFacts(listener: (facts: SourceFacts) => void): () => void {
    return this.#facts.onChange(listener);
  }

  /** Goes by another calendar and other pieces of the settings from now on. */
  goByPlan(plan: WorkPlan): void {
    this.#facts.goByPlan(plan);
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
    this.#callOffSweep();
    this.#links.clear();
    this.#facts.close();
    await this.ahead?.close();
    await this.#feed.close();
    this.#unknown.close();
    this.#history.close();
    this.#rights.close();
    this.preparation.close();
    this.catalogue.close();
    this.#plant.close();
  }

  /** The feed shared with the plant's other appliances, where they share one. */
  #share(options: PlantFollowerOptions, makeFeed: SharedFeedOptions['makeFeed']): SharedFeed | undefined {
    const { fleet, recent, log, applianceName, onRevision } = options;
    const { link } = this.#plant;
    if (fleet === undefined) return undefined;
    return sharedFeed({
      ...{ bus: fleet, holder: applianceName, recent, log, makeFeed },
      clock: liveClock(() => link.plantNowMs()),
      reachesPlant: () => link.link().state === 'online' || link.link().state === 'late',
      onRevisions: (stretches) => {
        for (const { table, workUnitId, fromMs, toMs } of stretches)
          this.history.touched({ table, workUnitId, range: { fromMs, toMs } });
        onRevision(stretches);
      },
      onCatalogue: () => {
        if (this.#closing === undefined) void this.catalogue.refresh();
      },
      onPreparing: (preparing) => this.preparation.adopt(preparing),
      onNotTold: () => {
        if (this.#closing === undefined) void Promise.all([this.catalogue.refresh(), this.preparation.refresh()]);
      },
    });
  }

  /** Whether another appliance follows the plant for us, and tells of what changes in its catalogue. */
  get #isTold(): boolean {
    return this.#shared?.role === 'following';
  }

  /** Levels, retention and the calendar are told of as units are: the others look for them seldom. */
  #tellStanding({ abilities, retention, calendar }: CatalogueRecord): void {
    const standing = JSON.stringify([abilities, retention, calendar]);
    if (this.#standing !== undefined && this.#standing !== standing) this.#shared?.catalogueChanged();
    this.#standing = standing;
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
    this.preparation.onChange((preparing) => this.#shared?.preparing(preparing));
    let wasOnline = false;
    this.#plant.link.onChange((link) => {
      log.info('plant-link', { state: link.state, reason: link.reason ?? undefined });
      if (link.state === 'offline') {
        this.#plant.database.abandonConnections(link.reason ?? 'The plant is away.');
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
    this.#facts.tell();
    this.#announceLink();
  }

  /**
   * The plant is back, or there for the first time: what may have changed meanwhile is asked for at once, live values first; the
   * catalogue a little later where the plant of an earlier run is there for the first time.
   */
  #resume(): void {
    this.#plant.database.retryNow();
    this.#feed.connectNow();
    void this.preparation.refresh();
    const isKnown = this.#keptAsOfMs !== undefined && !this.#hasResumed;
    this.#hasResumed = true;
    this.#callOffSweep();
    if (isKnown) this.#callOffSweep = systemTimers.setTimer(() => this.#sweep(), KNOWN_PLANT_MS);
    else this.#sweep();
  }

  /** What changes nothing of what is shown waits until the catalogue has been read. */
  #sweep(): void {
    void this.catalogue.refresh().then(() => {
      this.ahead?.wake();
      void this.#rights.refresh();
    });
  }

  #announceLink(): void {
    this.#links.publish(this.link());
  }
}
