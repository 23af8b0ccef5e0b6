import { randomBytes, randomUUID } from 'node:crypto';
import type { GatewaySession, PlanAnswer } from '../../shared/ipc';
import type { PlantTables } from '../../shared/plant-tables';
import type {
  CatalogueUnit,
  PinnedUnit,
  PlantLink,
  Preparing,
  RevisedStretch,
  SourceFacts,
} from '../../shared/protocol';
import { effectivePoolSettings } from '../config/plant-pool-settings';
import type { Settings } from '../config/settings';
import type { Log } from '../diagnostics/log';
import { PROMETHEUS_CONTENT_TYPE, prometheusText } from '../diagnostics/prometheus';
import { AccessKeys } from '../gateway/access-keys';
import type { GatewaySources } from '../gateway/gateway-sources';
import { pageHeaders } from '../gateway/page-headers';
import { readStaticFile, type StaticFile } from '../gateway/static-files';
import { type KeyFolder, ViewerKeys } from '../gateway/viewer-keys';
import { HistoryFailure } from '../history/history-failure';
import type { TileTier } from '../history/tile-tier';
import { LiveHub } from '../live/hub';
import { RecentSamples } from '../live/recent-samples';
import { systemTimers } from '../plant/clock';
import type { PlantAddress } from '../plant/connection';
import { explainStatement } from '../plant/explain-statement';
import { describePlantTrouble } from '../plant/plant-error';
import type { RedisFleetBus } from '../store/redis/redis-fleet-bus';
import type { RedisTier } from '../store/redis/redis-tier';
import { SqliteStore } from '../store/sqlite-store';
import type { ApplianceAddress } from '../upstream/appliance-address';
import { ApplianceFollower } from './appliance-follower';
import { EngineDiagnostics } from './engine-diagnostics';
import { GatewaySlot, type GatewaySlotOptions } from './gateway-slot';
import { liveClock } from './live-time';
import { MarkedUnits } from './marked-units';
import { PlantFollower } from './plant-follower';
import { openFleet, openSharedCache, type SharedCacheOptions } from './shared-cache';
import type { SourceFollower } from './source-follower';
import type { StorePlaces } from './store-places';
import { StoreWatch } from './store-watch';
import { Subscribers } from './subscribers';
import { waitingLink } from './waiting-link';

const BYTES_PER_MEGABYTE = 1024 * 1024;

export interface EngineOptions {
  /** What people call the plant. */
  readonly sourceName: string;
  readonly settings: Settings;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  readonly log: Log;
  /** Tiers of history below memory, in any order; those that are not wanted are simply not there. */
  readonly tiers?: readonly TileTier[];
  /** Where what is on board is kept over restarts; nothing is kept where it is not given. */
  readonly store?: StorePlaces & {
    /** The built `store-worker.js`. */
    readonly workerEntryPath: string;
  };
  readonly sharedCache?: SharedCacheOptions;
  /** Keys of the network's certificate and of viewers, kept over restarts. */
  readonly secrets: GatewaySlotOptions['secrets'] & KeyFolder;
}

/** A running appliance: everything but windows. */
export interface Engine {
  /** Where the own window finds the gateway, and its token. */
  windowSession(): GatewaySession;
  /** How the network is served; for the own window alone. */
  readonly network: GatewaySlot;
  /** An address for a browser on this machine; works once, for 60 s. */
  newBrowserAddress(): string;
  /** One file of the renderer by the path of its URL; undefined where there is none. */
  readRendererFile(urlPath: string): Promise<StaticFile | undefined>;
  /** Headers for the renderer's pages, the content policy included. */
  pageHeaders(): Readonly<Record<string, string>>;
  /** Says on every screen what is being waited for, until {@link followPlant}. */
  waitForPlant(reason: string): void;
  /**
   * Connects to the plant, and again whenever the connection is lost. Once in an engine's life; before that with `notYet` in
   * the address, which shows what is on board of it meanwhile.
   * @param tables where the plant keeps its samples
   */
  followPlant(address: PlantAddress, tables: PlantTables): void;
  /**
   * The same with another appliance in the plant's place.
   * @param token a viewer token of that appliance; undefined: none is kept here, which every screen says
   */
  followAppliance(address: ApplianceAddress, token: string | undefined): void;
  /** Leaves a unit out of the wall, or shows it again. @returns a sentence for a person where that could not be kept */
  setHidden(workUnitId: string, isHidden: boolean): Promise<string | undefined>;
  /** The plan of the last slow statement of a name, or one sentence why there is none. */
  explainStatement(name: string): Promise<PlanAnswer>;
  /** Stops everything in reverse order; idempotent. */
  stop(): Promise<void>;
}

/**
 * Builds the appliance from its parts and opens the gateway; the plant comes later, or again.
 * @throws Error with one sentence when the gateway's port cannot be had
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const parts = new EngineParts(options);
  const { rendererFolder, log, secrets, settings } = options;
  const { sources, accessKeys, viewerKeys, diagnostics } = parts;
  // Before the gateway opens: a screen that comes at once is known.
  await parts.viewerKeys.start();
  const gateway = await GatewaySlot.open(
    { rendererFolder, sources, accessKeys, viewerKeys, log, secrets, onLag: diagnostics.viewerLagged },
    settings.gateway,
  );
  return new RunningEngine(options, parts, gateway);
}

/** What lives as long as the engine, whether a plant is there or not. */
class EngineParts {
  readonly epoch = randomUUID();
  readonly viewerKeys: ViewerKeys;
  readonly accessKeys: AccessKeys;
  readonly recent = new RecentSamples();
  readonly hub: LiveHub;
  readonly links = new Subscribers<PlantLink>();
  readonly facts = new Subscribers<SourceFacts>();
  readonly catalogues = new Subscribers<readonly CatalogueUnit[]>();
  readonly preparings = new Subscribers<readonly Preparing[]>();
  readonly revisions = new Subscribers<readonly RevisedStretch[]>();
  readonly sources: GatewaySources;
  readonly store: SqliteStore | undefined;
  readonly storeWatch: StoreWatch | undefined;
  readonly diagnostics: EngineDiagnostics;
  readonly marked: MarkedUnits;
  readonly pins = new Subscribers<readonly PinnedUnit[]>();
  follower: SourceFollower | undefined;
  redis: RedisTier | undefined;
  fleet: RedisFleetBus | undefined;
  waiting: PlantLink = waitingLink('The appliance is starting.');

  constructor({ sourceName, settings, store, log, secrets }: EngineOptions) {
    this.viewerKeys = new ViewerKeys({ folder: secrets, randomBytes, nowMs: Date.now, log });
    this.accessKeys = new AccessKeys({
      ...{ monotonicMs: () => performance.now(), randomBytes, viewers: this.viewerKeys },
    });
    this.store =
      store &&
      new SqliteStore({
        ...store,
        budgetBytes: settings.cache.budgetBytes,
        setTimer: systemTimers.setTimer,
        onTrouble: (event, message) => log.warn(event, { message }),
      });
    const { store: opened } = this;
    this.storeWatch =
      opened &&
      new StoreWatch({
        status: () => opened.status(),
        setTimer: systemTimers.setTimer,
        say: (file, message) => log.warn('store', { file, message }),
      });
    this.diagnostics = new EngineDiagnostics({
      ...{ log, store: this.store, link: () => this.sources.link(), updates: () => this.hub.sequence },
      follower: () => this.follower,
      redis: () => this.redis,
    });
    this.marked = new MarkedUnits(
      this.store,
      () => this.plantNowMs(),
      (mark, workUnitIds) => {
        if (mark === 'hide') return this.catalogues.publish(this.catalogueNow());
        this.follower?.ahead?.setUnits(workUnitIds);
        this.pins.publish(this.pinsNow());
      },
    );
    void this.marked.load();
    this.hub = new LiveHub({ epoch: this.epoch, recent: this.recent, clock: liveClock(() => this.plantNowMs()) });
    const parts = this;
    this.sources = {
      epoch: this.epoch,
      // What another appliance has told of its plant goes before our own settings.
      get sourceName() {
        return parts.follower?.facts()?.sourceName ?? sourceName;
      },
      get stateRules() {
        return parts.follower?.facts()?.stateRules ?? settings.stateRules;
      },
      facts: () => this.follower?.facts(),
      onFacts: this.facts.subscribe,
      answerHistory: (question, signal) => {
        if (this.follower === undefined) {
          throw new HistoryFailure('plant-unreachable', this.waiting.reason ?? 'The plant is not connected yet.', {
            retryable: true,
          });
        }
        return this.follower.history.answer(question, signal);
      },
      snapshot: (workUnitIds, tailMs) => this.hub.snapshot(workUnitIds, tailMs),
      workUnitIds: () => this.hub.workUnitIds(),
      settle: () => this.hub.settle(),
      updatesSince: (sequence) => this.hub.updatesSince(sequence),
      averages: () => this.hub.averages((workUnitId, table) => this.follower?.isFilled(workUnitId, table) === true),
      onUpdate: (listener) => this.hub.onUpdate(listener),
      catalogue: () => this.catalogueNow(),
      onCatalogue: this.catalogues.subscribe,
      link: () => this.follower?.link() ?? this.waiting,
      onLink: this.links.subscribe,
      preparing: () => this.follower?.preparation.preparing() ?? [],
      onPreparing: this.preparings.subscribe,
      onRevision: this.revisions.subscribe,
      pins: () => this.pinsNow(),
      onPins: this.pins.subscribe,
      setPinned: async (workUnitId, isPinned) => {
        const outcome = await this.marked.set('pin', workUnitId, isPinned);
        return outcome.isKept ? undefined : outcome.reason;
      },
      plantNowMs: () => this.plantNowMs(),
      diagnostics: (viewers) => this.diagnostics.report(viewers),
      metrics: async (viewers) => ({
        text: prometheusText(await this.diagnostics.report(viewers)),
        contentType: PROMETHEUS_CONTENT_TYPE,
      }),
    };
  }

  /** Every unit, those that are left out of the wall marked. */
  catalogueNow(): readonly CatalogueUnit[] {
    const hidden = new Set(this.marked.ids('hide'));
    const units = this.follower?.catalogue.units() ?? [];
    return units.map((unit) => (hidden.has(unit.workUnitId) ? { ...unit, hidden: true } : unit));
  }

  /** Every pinned unit; before it has been looked at it waits. */
  pinsNow(): readonly PinnedUnit[] {
    const progress = new Map(this.follower?.ahead?.progress().map((each) => [each.workUnitId, each]));
    return this.marked
      .ids('pin')
      .map(
        (workUnitId) => progress.get(workUnitId) ?? { workUnitId, state: 'waiting', tilesOnBoard: 0, tilesWanted: 0 },
      );
  }

  plantNowMs(): number {
    return this.follower?.plantNowMs() ?? Date.now();
  }
}

class RunningEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #parts: EngineParts;
  readonly #gateway: GatewaySlot;
  #address: PlantAddress | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: EngineOptions, parts: EngineParts, gateway: GatewaySlot) {
    this.#options = options;
    this.#parts = parts;
    this.#gateway = gateway;
    parts.diagnostics.start();
  }

  windowSession(): GatewaySession {
    return { url: this.#gateway.present.liveUrl, token: this.#parts.accessKeys.sessionToken };
  }

  get network(): GatewaySlot {
    return this.#gateway;
  }

  newBrowserAddress(): string {
    return `${this.#gateway.present.url}#code=${this.#parts.accessKeys.issueCode()}`;
  }

  readRendererFile(urlPath: string): Promise<StaticFile | undefined> {
    return readStaticFile(this.#options.rendererFolder, urlPath);
  }

  pageHeaders(): Readonly<Record<string, string>> {
    return pageHeaders({ wsOrigins: [new URL(this.#gateway.present.liveUrl).origin] });
  }

  waitForPlant(reason: string): void {
    this.#parts.waiting = waitingLink(reason);
    if (this.#parts.follower === undefined) this.#parts.links.publish(this.#parts.waiting);
  }

  followPlant(address: PlantAddress, tables: PlantTables): void {
    const parts = this.#parts;
    if (!this.#mayFollow()) return;
    const { settings, log, sharedCache, sourceName } = this.#options;
    if (sharedCache !== undefined) {
      parts.redis ??= openSharedCache(sharedCache, { address, tables }, parts.epoch, log);
      parts.fleet ??= openFleet(sharedCache, { address, tables });
    }
    this.#address = address;
    this.#follow(
      new PlantFollower({
        ...{ address, tables, sourceName, stateRules: settings.stateRules, ...this.#common() },
        pool: effectivePoolSettings(settings.plantPool),
        onStatement: parts.diagnostics.statements.ended,
        applianceName: parts.epoch,
        fleet: parts.fleet,
      }),
    );
  }

  followAppliance(address: ApplianceAddress, token: string | undefined): void {
    if (!this.#mayFollow()) return;
    this.#follow(new ApplianceFollower({ ...{ address, token, ownEpoch: this.#parts.epoch }, ...this.#common() }));
  }

  #mayFollow(): boolean {
    const before = this.#parts.follower;
    if (before?.isHeldBack === false) throw new Error('This engine follows a source already.');
    if (this.#stopping !== undefined) return false;
    // It has no connections: nothing is waited for.
    void before?.close();
    return true;
  }

  /** What every source is given. */
  #common() {
    const parts = this.#parts;
    const { settings, log, tiers = [] } = this.#options;
    const { hub, recent, store } = parts;
    return {
      ...{ hub, recent, log, shelf: store, tileShelf: store },
      random: Math.random,
      tiers: [store, parts.redis, ...tiers].flatMap((tier) =>
        tier === undefined ? [] : [parts.diagnostics.metered(tier)],
      ),
      aheadShelf: store && {
        list: store.list.bind(store),
        budgetBytes: settings.cache.budgetBytes,
        onProgress: () => parts.pins.publish(parts.pinsNow()),
      },
      memoryBytes: settings.history.memoryMegabytes * BYTES_PER_MEGABYTE,
      onRevision: parts.revisions.publish,
    };
  }

  #follow(follower: SourceFollower): void {
    const parts = this.#parts;
    parts.follower = follower;
    follower.onLink(parts.links.publish);
    follower.onFacts(parts.facts.publish);
    follower.catalogue.onChange(() => parts.catalogues.publish(parts.catalogueNow()));
    follower.preparation.onChange(parts.preparings.publish);
    follower.start();
    follower.ahead?.setUnits(parts.marked.ids('pin'));
  }

  async setHidden(workUnitId: string, isHidden: boolean): Promise<string | undefined> {
    const outcome = await this.#parts.marked.set('hide', workUnitId, isHidden);
    return outcome.isKept ? undefined : outcome.reason;
  }

  async explainStatement(name: string): Promise<PlanAnswer> {
    const asked = this.#parts.diagnostics.statements.slowest(name);
    if (asked === undefined || this.#address === undefined)
      return { sentence: 'This statement is not remembered, or has too many parameters to be asked again.' };
    try {
      return { plan: await explainStatement(this.#address, asked) };
    } catch (error) {
      return { sentence: describePlantTrouble(error, this.#address) };
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#gateway.close();
    await this.#parts.viewerKeys.close();
    this.#parts.diagnostics.stop();
    await this.#parts.follower?.close();
    this.#parts.redis?.close();
    this.#parts.fleet?.close();
    this.#parts.hub.close();
    this.#parts.storeWatch?.close();
    await this.#parts.store?.close();
  }
}
