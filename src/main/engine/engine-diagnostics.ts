import type { DiagnosticsReport, StoreSnapshot, TierSnapshot, ViewersSnapshot } from '../../shared/diagnostics';
import type { PlantLink } from '../../shared/protocol';
import { EventLoopMeter } from '../diagnostics/event-loop-meter';
import { Histogram } from '../diagnostics/histogram';
import type { Log } from '../diagnostics/log';
import { StatementMeter } from '../diagnostics/statement-meter';
import type { TileTier } from '../history/tile-tier';
import { systemTimers } from '../plant/clock';
import type { RedisTier } from '../store/redis/redis-tier';
import type { SqliteStore } from '../store/sqlite-store';
import { calendarSnapshot } from './calendar-snapshot';
import { MeteredTier } from './metered-tier';
import type { SourceFollower } from './source-follower';
import { fleetSnapshot, redisSnapshot, sqliteSnapshot } from './store-snapshots';

export interface EngineDiagnosticsOptions {
  readonly log: Log;
  readonly store: SqliteStore | undefined;
  readonly follower: () => SourceFollower | undefined;
  readonly redis: () => RedisTier | undefined;
  readonly link: () => PlantLink;
  /** Updates of live values so far. */
  readonly updates: () => number;
}

/** Measures what runs, always, and puts together how the appliance is doing. */
export class EngineDiagnostics {
  readonly statements: StatementMeter;
  readonly #options: EngineDiagnosticsOptions;
  readonly #eventLoop = new EventLoopMeter(systemTimers);
  readonly #viewerLagMs = new Histogram();
  readonly #metered: MeteredTier[] = [];
  readonly #startedMs = systemTimers.nowMs();

  constructor(options: EngineDiagnosticsOptions) {
    this.#options = options;
    this.statements = new StatementMeter(options.log, systemTimers.nowMs);
  }

  start(): void {
    this.#eventLoop.start();
  }

  stop(): void {
    this.#eventLoop.stop();
  }

  /** The same tier, its reads timed. */
  metered(tier: TileTier): TileTier {
    const metered = new MeteredTier(tier, systemTimers.nowMs);
    this.#metered.push(metered);
    return metered;
  }

  /** An update was under way to a viewer for so long, ms. */
  readonly viewerLagged = (ms: number): void => this.#viewerLagMs.observe(ms);

  /** @param viewers the screens that have been let in */
  async report(viewers: ViewersSnapshot): Promise<DiagnosticsReport> {
    const { follower, redis, link, updates } = this.#options;
    const { lateMs, recentMs } = this.#eventLoop.snapshot();
    const memory = process.memoryUsage();
    const shared = redis();
    return {
      uptimeMs: systemTimers.nowMs() - this.#startedMs,
      viewers,
      viewerLagMs: this.#viewerLagMs.snapshot(),
      link: link().state,
      feed: link().feed,
      clockOffsetMs: follower()?.clockOffsetMs() ?? null,
      updates: updates(),
      statements: [...this.statements.statements()],
      slow: [...this.statements.slow()],
      waitMs: this.statements.waits(),
      pool: follower()?.pool() ?? null,
      tiers: this.#tiers(),
      live: follower()?.following() ?? null,
      sqlite: await this.#sqlite(),
      redis: shared === undefined ? null : redisSnapshot(shared.snapshot()),
      fleet: fleetSnapshot(follower()?.fleet()),
      calendar: calendarSnapshot(follower()?.facts()),
      eventLoopMs: lateMs,
      eventLoopRecentMs: recentMs,
      heapBytes: memory.heapUsed,
      residentBytes: memory.rss,
    };
  }

  #tiers(): TierSnapshot[] {
    const counters = this.#options.follower()?.history.counters();
    if (counters === undefined) return [];
    const below = this.#metered.map(({ name, readMs }): TierSnapshot => {
      const { asked = 0, found = 0, damaged = 0 } = counters.tiers[name] ?? {};
      return { name, hits: found, misses: asked - found, damaged, readMs: readMs.snapshot() };
    });
    const { asked, found } = counters.memory;
    return [{ name: 'memory', hits: found, misses: asked - found, damaged: 0, readMs: null }, ...below];
  }

  async #sqlite(): Promise<StoreSnapshot | null> {
    const { store } = this.#options;
    return store === undefined ? null : sqliteSnapshot(await store.status());
  }
}
