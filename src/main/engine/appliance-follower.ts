import { ambiguousTimes } from '../../shared/ambiguous-times';
import type { CatalogueUnit, PlantLink, RevisedStretch, SourceFacts } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import { MINUTE_MS, type TimeRange } from '../../shared/time';
import type { Log } from '../diagnostics/log';
import type { AheadFetcher } from '../history/ahead/ahead-fetcher';
import { ApplianceReader } from '../history/appliance-reader';
import { ApplianceTiles } from '../history/appliance-tiles';
import type { HistoryCatalogue } from '../history/history-plant';
import { HistoryService } from '../history/history-service';
import type { TileShelf } from '../history/shelf-sweep';
import type { TileTier } from '../history/tile-tier';
import type { LiveHub } from '../live/hub';
import { LiveMirror } from '../live/live-mirror';
import type { RecentSamples } from '../live/recent-samples';
import { systemTimers } from '../plant/clock';
import { expectedRows, MAX_EXPECTED_ROWS } from '../plant/computed-levels';
import type { ApplianceAddress } from '../upstream/appliance-address';
import { applianceSockets } from '../upstream/appliance-socket';
import { UpstreamAppliance } from '../upstream/upstream-appliance';
import type { CatalogueRow, UpstreamCatalogue } from '../upstream/upstream-catalogue';
import { type AheadShelf, aheadFetcher } from './follower-ahead';
import { PATIENCE_MS } from './follower-history';
import { liveClock } from './live-time';
import type { SourceFollower } from './source-follower';
import { Subscribers } from './subscribers';
import { touchesOf } from './touches-of';
import { troubleTo } from './trouble-to';

/** The part of the store that keeps the catalogue. */
interface RowShelf {
  loadCatalogue(): Promise<{ readonly rows: readonly CatalogueRow[] }>;
  saveCatalogue(rows: Iterable<CatalogueRow>): Promise<void>;
}

export interface ApplianceFollowerOptions {
  readonly address: ApplianceAddress;
  /** A viewer token of that appliance; undefined: none is kept here. */
  readonly token: string | undefined;
  readonly hub: LiveHub;
  readonly recent: RecentSamples;
  readonly log: Log;
  readonly random: () => number;
  /** Names this run of ours. */
  readonly ownEpoch: string;
  readonly tiers: readonly TileTier[];
  readonly memoryBytes: number;
  readonly shelf: RowShelf | undefined;
  /** Keeps tiles, for the daily look at the sealed ones; undefined: nothing is kept. */
  readonly tileShelf: TileShelf | undefined;
  readonly aheadShelf: AheadShelf | undefined;
  readonly onRevision: (stretches: readonly RevisedStretch[]) => void;
}

/** What is known is written again so often, for its "as of". */
const KEEP_EVERY_MS = MINUTE_MS;

/**
 * Everything out of another appliance, fitted together as {@link PlantFollower} does it for a database: its catalogue and
 * live values are passed on, its tiles kept in tiers of our own, so that screens work alike on both.
 */
export class ApplianceFollower implements SourceFollower {
  readonly isHeldBack = false;
  readonly history: HistoryService;
  readonly ahead: AheadFetcher | undefined;
  readonly #options: ApplianceFollowerOptions;
  readonly #upstream: UpstreamAppliance;
  readonly #mirror: LiveMirror;
  readonly #links = new Subscribers<PlantLink>();
  #followedSinceMs: number | undefined;
  #wasReached = false;
  #stopKeeping: () => void = () => {};
  #closing: Promise<void> | undefined;

  constructor(options: ApplianceFollowerOptions) {
    this.#options = options;
    const { address, token, log, random, hub, recent } = options;
    const plantNowMs = () => this.#upstream.plantNowMs();
    this.#mirror = new LiveMirror({
      recent,
      clock: liveClock(plantNowMs),
      onBatch: (batch) => {
        for (const touch of touchesOf(batch.units, plantNowMs())) this.history.touched(touch);
        hub.apply(batch);
      },
    });
    this.#upstream = new UpstreamAppliance({
      ...{ address, token, random, live: this.#mirror, ownEpoch: options.ownEpoch },
      openSocket: applianceSockets(address),
      onRevision: (stretches) => this.#revised(stretches),
      onProblem: (message) => log.warn('appliance-not-understood', { message }),
      after: (delayMs, callback) => systemTimers.setTimer(callback, delayMs),
      nowMs: systemTimers.nowMs,
    });
    this.history = this.#buildHistory();
    const { aheadShelf } = options;
    this.ahead =
      aheadShelf &&
      aheadFetcher(aheadCatalogue(this.catalogue), {
        ...aheadShelf,
        bring: (keys, signal) => this.history.bring(keys, signal),
        isPlantAway: () => this.#upstream.link().state !== 'online',
        clock: { plantNowMs, setTimer: systemTimers.setTimer },
        onTrouble: troubleTo(options.log, 'not-fetched-ahead'),
      });
    this.#upstream.onLink((link) => this.#linkChanged(link));
    this.catalogue.onChange((units) => this.#catalogueChanged(units));
  }

  get catalogue(): UpstreamCatalogue {
    return this.#upstream.catalogue;
  }

  get preparation() {
    return this.#upstream.preparation;
  }

  start(): void {
    void this.#restore().then(() => {
      if (this.#closing !== undefined) return;
      this.#upstream.start();
      this.history.start();
      this.#keepSoon();
    });
  }

  plantNowMs(): number {
    return this.#upstream.plantNowMs();
  }

  clockOffsetMs(): number | undefined {
    return this.#upstream.clockOffsetMs();
  }

  isFilled(_workUnitId: string, _table: SeriesTable): boolean {
    return this.#mirror.isFilled;
  }

  pool(): undefined {
    return undefined;
  }

  following(): undefined {
    return undefined;
  }

  fleet(): undefined {
    return undefined;
  }

  link(): PlantLink {
    return this.#upstream.link();
  }

  readonly onLink = this.#links.subscribe;

  facts(): SourceFacts | undefined {
    return this.catalogue.facts();
  }

  /** What the other appliance tells of its plant goes before our settings. */
  goByPlan(): void {}

  onFacts(listener: (facts: SourceFacts) => void): () => void {
    return this.catalogue.onFacts(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    this.#links.clear();
    this.#stopKeeping();
    await this.#keep();
    await this.ahead?.close();
    this.history.close();
    this.#upstream.close();
  }

  #buildHistory(): HistoryService {
    const { tiers, memoryBytes, onRevision, tileShelf } = this.#options;
    const upstream = this.#upstream;
    const clock = { plantNowMs: () => upstream.plantNowMs(), setTimer: systemTimers.setTimer };
    const catalogue = historyCatalogue(this.catalogue, () => this.preparation.preparing());
    return new HistoryService({
      ...{ clock, catalogue, tiers, memoryBytes, onRevision },
      ...(tileShelf === undefined ? {} : { shelf: tileShelf }),
      plant: new ApplianceReader(upstream, catalogue),
      tileOrders: (touches) => new ApplianceTiles({ appliance: upstream, clock, catalogue, touches }),
      followedSinceMs: () => this.#followedSinceMs,
      patienceMs: PATIENCE_MS,
      isPlantAway: () => !upstream.isReached(),
      plantSeenMs: () => upstream.link().asOfMs ?? undefined,
      onTrouble: troubleTo(this.#options.log, 'history-not-read'),
    });
  }

  /** What the appliance says is not true any more was answered out of our tiers, too. */
  #revised(stretches: readonly RevisedStretch[]): void {
    for (const { table, workUnitId, fromMs, toMs } of stretches)
      this.history.touched({ table, workUnitId, range: { fromMs, toMs } });
    this.#options.onRevision(stretches);
  }

  #linkChanged(link: PlantLink): void {
    this.#options.log.info('appliance-link', { state: link.state, reason: link.reason ?? undefined });
    const isReached = this.#upstream.isReached();
    const follows = isReached && this.#mirror.isFollowing && link.feed !== null && link.state !== 'offline';
    if (!follows) this.#followedSinceMs = undefined;
    else if (this.#followedSinceMs === undefined) {
      this.#followedSinceMs = this.plantNowMs();
      void this.history.sweep();
    }
    if (isReached && !this.#wasReached) this.ahead?.wake();
    this.#wasReached = isReached;
    this.#links.publish(link);
  }

  /** Units that left the catalogue have nothing live any more. */
  #catalogueChanged(units: readonly CatalogueUnit[]): void {
    const wanted = new Set(units.map(({ workUnitId }) => workUnitId));
    for (const workUnitId of this.#options.recent.workUnitIds()) {
      if (!wanted.has(workUnitId)) this.#mirror.forget(workUnitId);
    }
    void this.#keep();
  }

  async #restore(): Promise<void> {
    const kept = await this.#options.shelf?.loadCatalogue();
    if (kept === undefined || this.#closing !== undefined) return;
    const asOfMs = this.catalogue.restore(kept.rows);
    if (asOfMs !== undefined) this.#upstream.knownUpTo(asOfMs);
  }

  #keepSoon(): void {
    this.#stopKeeping = systemTimers.setTimer(() => {
      void this.#keep();
      this.#keepSoon();
    }, KEEP_EVERY_MS);
  }

  async #keep(): Promise<void> {
    const asOfMs = this.link().asOfMs;
    if (asOfMs === null || !this.catalogue.isTold) return;
    await this.#options.shelf?.saveCatalogue(this.catalogue.rows(asOfMs));
  }
}

function historyCatalogue(catalogue: UpstreamCatalogue, preparing: HistoryCatalogue['preparing']): HistoryCatalogue {
  return {
    series: (key) => catalogue.series(key),
    seriesOf: (table, workUnitId) => catalogue.seriesOf(table, workUnitId),
    levels: (table) => catalogue.levels(table),
    canRead: (key, resolution, range) =>
      catalogue.isKept(key.table, resolution) || expectedRows(range, catalogue.series(key)) <= MAX_EXPECTED_ROWS,
    isKept: (table, resolution) => catalogue.isKept(table, resolution),
    ambiguous: (table, range) => ambiguousIn(catalogue.facts()?.localTimes[table], range),
    preparing,
    workUnitIds: () => catalogue.units().map(({ workUnitId }) => workUnitId),
    keptFor: (table, resolution) => catalogue.keptFor(table, resolution),
  };
}

function ambiguousIn(zone: string | null | undefined, range: TimeRange): readonly TimeRange[] {
  if (zone === null || zone === undefined) return [];
  return ambiguousTimes({ column: 'time', kind: 'timestamp', zone }, range);
}

function aheadCatalogue(catalogue: UpstreamCatalogue) {
  return {
    units: () => catalogue.units(),
    keptFor: catalogue.keptFor.bind(catalogue),
    abilities: () => {
      const facts = catalogue.facts();
      return facts === undefined ? undefined : { levels: facts.levels };
    },
  };
}
