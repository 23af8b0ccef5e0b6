import { randomBytes, randomUUID } from 'node:crypto';
import type {
  CatalogueUnit,
  PinnedUnit,
  PlantLink,
  Preparing,
  RevisedStretch,
  SourceFacts,
} from '../../shared/protocol';
import type { ShiftFigures } from '../../shared/shift-figures';
import type { EventBook } from '../events/event-book';
import { AccessKeys } from '../gateway/access-keys';
import type { GatewaySources } from '../gateway/gateway-sources';
import { ViewerKeys } from '../gateway/viewer-keys';
import { LiveHub } from '../live/hub';
import { RecentSamples } from '../live/recent-samples';
import { systemTimers } from '../plant/clock';
import type { RedisFleetBus } from '../store/redis/redis-fleet-bus';
import type { RedisTier } from '../store/redis/redis-tier';
import { SqliteStore } from '../store/sqlite-store';
import { EngineDiagnostics } from './engine-diagnostics';
import type { EngineOptions } from './engine-options';
import { engineSources } from './engine-sources';
import type { FigureDesk } from './figure-desk';
import { liveClock } from './live-time';
import { MarkedUnits } from './marked-units';
import type { SourceFollower } from './source-follower';
import { StoreWatch } from './store-watch';
import { Subscribers } from './subscribers';
import { waitingLink } from './waiting-link';

/** What lives as long as the engine, whether a plant is there or not. */
export class EngineParts {
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
  readonly figures = new Subscribers<ShiftFigures>();
  follower: SourceFollower | undefined;
  figureDesk: FigureDesk | undefined;
  eventBook: EventBook | undefined;
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
    this.sources = engineSources(this, { sourceName, stateRules: settings.stateRules });
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
