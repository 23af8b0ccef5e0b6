import type { PlanAnswer } from '../../shared/ipc';
import type { PlantTables } from '../../shared/plant-tables';
import type { SourceFacts } from '../../shared/protocol';
import type { GatewaySession } from '../../shared/start-calls';
import { effectivePoolSettings } from '../config/plant-pool-settings';
import { pageHeaders } from '../gateway/page-headers';
import { readStaticFile, type StaticFile } from '../gateway/static-files';
import { systemTimers } from '../plant/clock';
import type { PlantAddress } from '../plant/connection';
import { explainStatement } from '../plant/explain-statement';
import { describePlantTrouble } from '../plant/plant-error';
import type { ApplianceAddress } from '../upstream/appliance-address';
import { ApplianceFollower } from './appliance-follower';
import type { EngineOptions } from './engine-options';
import { EngineParts } from './engine-parts';
import { eventBookOf } from './event-book-of';
import { FigureDesk } from './figure-desk';
import { GatewaySlot } from './gateway-slot';
import type { WorkPlan } from './plant-facts';
import { PlantFollower } from './plant-follower';
import { openFleet, openSharedCache } from './shared-cache';
import type { SourceFollower } from './source-follower';
import { troubleTo } from './trouble-to';
import { waitingLink } from './waiting-link';

const BYTES_PER_MEGABYTE = 1024 * 1024;

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
  /** Of when the lines produce and of their pieces: the settings say this from now on. */
  goByPlan(plan: WorkPlan): void;
  /** What the source has told of itself; undefined before it has. */
  facts(): SourceFacts | undefined;
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

class RunningEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #parts: EngineParts;
  readonly #gateway: GatewaySlot;
  #address: PlantAddress | undefined;
  /** Of the settings, as they are now. */
  #plan: WorkPlan;
  #stopping: Promise<void> | undefined;

  constructor(options: EngineOptions, parts: EngineParts, gateway: GatewaySlot) {
    this.#options = options;
    this.#parts = parts;
    this.#gateway = gateway;
    this.#plan = options.settings;
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
        ...{
          address,
          tables,
          sourceName,
          stateRules: settings.stateRules,
          calendar: this.#plan.calendar,
          pieces: this.#plan.pieces,
        },
        ...this.#common(),
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
    this.#makeFigures(follower);
    parts.eventBook = eventBookOf(follower, () => parts.catalogueNow(), {
      rules: () => parts.sources.stateRules,
      limitDelays: this.#options.settings.limits,
    });
    follower.ahead?.setUnits(parts.marked.ids('pin'));
  }

  #makeFigures(follower: SourceFollower): void {
    const parts = this.#parts;
    const { log } = this.#options;
    parts.figureDesk?.close();
    parts.figureDesk = new FigureDesk({
      ...{ history: follower.history, units: () => follower.catalogue.units(), link: () => follower.link() },
      preparation: follower.preparation,
      // What another appliance has told of its plant goes before our own settings.
      calendar: () => follower.facts()?.calendar ?? this.#plan.calendar,
      pieces: () => follower.facts()?.pieces ?? this.#plan.pieces,
      ...{ plantNowMs: () => follower.plantNowMs(), timers: systemTimers, onChange: parts.figures.publish },
      onTrouble: troubleTo(log, 'figures-not-made'),
    });
    parts.figureDesk.start();
  }

  async setHidden(workUnitId: string, isHidden: boolean): Promise<string | undefined> {
    const outcome = await this.#parts.marked.set('hide', workUnitId, isHidden);
    return outcome.isKept ? undefined : outcome.reason;
  }

  goByPlan({ calendar, pieces }: WorkPlan): void {
    this.#plan = { calendar, pieces };
    this.#parts.follower?.goByPlan(this.#plan);
    this.#parts.figureDesk?.again();
  }

  facts(): SourceFacts | undefined {
    return this.#parts.follower?.facts();
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
    this.#parts.figureDesk?.close();
    await this.#parts.follower?.close();
    this.#parts.redis?.close();
    this.#parts.fleet?.close();
    this.#parts.hub.close();
    this.#parts.storeWatch?.close();
    await this.#parts.store?.close();
  }
}
