import type { HistoryAnswer } from '../../shared/history-frame';
import {
  type LiveUnit,
  MAX_TAIL_MS,
  type PlantLink,
  type RevisedStretch,
  type ServerMessage,
} from '../../shared/protocol';
import { type Resolution, type SeriesKey, seriesKeyText } from '../../shared/series';
import { SECOND_MS, type TimeRange } from '../../shared/time';
import type { After } from '../../shared/viewer/after';
import type { ApplianceLink } from '../../shared/viewer/appliance-link';
import type { ClientState } from '../../shared/viewer/client-state';
import { GatewayClient } from '../../shared/viewer/gateway-client';
import { HistoryFailure } from '../../shared/viewer/pending-requests';
import type { OpenSocket } from '../../shared/viewer/socket';
import type { ApplianceAddress } from './appliance-address';
import { ApplianceClock } from './appliance-clock';
import { chainedLink } from './chained-link';
import { RequestGate } from './request-gate';
import { UpstreamCatalogue, UpstreamPreparation } from './upstream-catalogue';

/** Where the live values of the appliance go. */
export interface LiveSink {
  takeSnapshot(sequence: number, units: readonly LiveUnit[], tailMs: number): void;
  takeUpdate(sequence: number, units: readonly LiveUnit[]): void;
  /** What was missed follows as updates; nothing else is lacking. */
  takeResumed(): void;
  heard(): void;
  lost(): void;
  /** Whether every change is being told of just now. */
  readonly isFollowing: boolean;
}

export interface UpstreamApplianceOptions {
  readonly address: ApplianceAddress;
  /** A viewer token of that appliance; undefined: none is kept here. */
  readonly token: string | undefined;
  readonly openSocket: OpenSocket;
  /** Names our own run: an appliance must not follow itself. */
  readonly ownEpoch: string;
  readonly live: LiveSink;
  readonly onRevision: (stretches: readonly RevisedStretch[]) => void;
  /** Something was wrong that is survived: one sentence for the log. */
  readonly onProblem: (sentence: string) => void;
  readonly after: After;
  /** Ms since the epoch by this machine's clock; it never steps. */
  readonly nowMs: () => number;
  /** 0..1, for the jitter. */
  readonly random: () => number;
}

/** A refused token may be made valid again, and a version mended: it is tried again so seldom. */
const TRY_REFUSED_AGAIN_MS = 60 * SECOND_MS;
/** Samples that one snapshot may bring: some tens of megabytes of JSON. Beyond it less of the recent past is asked for. */
const MAX_SNAPSHOT_SAMPLES = 500_000;
/** What a series without a known cadence counts as. */
const UNKNOWN_CADENCE_MS = SECOND_MS;
const NEIGHBOUR_POINTS = 100;

/**
 * Another appliance as the source of everything: one connection as a viewer with a token. Connects, follows all units,
 * asks for tiles, and comes back by itself. Above 300 lines because every message of the protocol is taken in here; clock,
 * catalogue and requests lie in the files beside.
 */
export class UpstreamAppliance {
  readonly catalogue = new UpstreamCatalogue();
  readonly preparation = new UpstreamPreparation();
  readonly #options: UpstreamApplianceOptions;
  readonly #client: GatewayClient;
  readonly #clock: ApplianceClock;
  readonly #gate: RequestGate;
  readonly #linkListeners = new Set<(link: PlantLink) => void>();
  #plant: PlantLink | undefined;
  #appliance: ApplianceLink = 'connecting';
  #lostReason: string | undefined;
  #heardMs: number | undefined;
  #keptMs: number | undefined;
  /** How much of the recent past is followed; undefined before it is known how many series there are. */
  #tailMs: number | undefined;
  /** The tails of the subscriptions whose snapshots have not come yet, in their order. */
  #askedTails: (number | undefined)[] = [];
  #shown = '';
  #isOurself = false;
  #stopRetry: () => void = () => {};

  constructor(options: UpstreamApplianceOptions) {
    const { address, token, openSocket, after, nowMs, random, onProblem } = options;
    this.#options = options;
    this.#clock = new ApplianceClock(nowMs);
    this.#gate = new RequestGate(after, nowMs);
    this.#client = new GatewayClient({
      access: {
        key: async () => (token === undefined ? { url: address.liveUrl, none: true } : { url: address.liveUrl, token }),
        // Ours outlives both programs; the one that welcome gives need not.
        accepted: () => {},
        refused: () => false,
      },
      ...{ openSocket, after, nowMs, random },
      events: {
        stateChanged: (state) => this.#stateChanged(state),
        linkChanged: (link) => this.#applianceChanged(link),
        message: (message) => this.#take(message),
        problem: onProblem,
      },
    });
  }

  /** Begins to connect; a catalogue of an earlier run is to be restored before. */
  start(): void {
    if (this.catalogue.units().length > 0) this.#follow();
    else this.#client.follow({ workUnitIds: [], tailMs: 0 });
    this.#client.connect();
  }

  close(): void {
    this.#stopRetry();
    this.#client.close();
    this.#linkListeners.clear();
    this.catalogue.close();
  }

  plantNowMs(): number {
    return this.#clock.plantNowMs();
  }

  clockOffsetMs(): number | undefined {
    return this.#clock.offsetMs();
  }

  /** Plant time of its last word; undefined before the first. */
  heardMs(): number | undefined {
    return this.#heardMs;
  }

  /** Whether it can be asked just now. */
  isReached(): boolean {
    return this.#client.state.name === 'live' && this.#appliance !== 'offline';
  }

  /** Plant time up to which an earlier run knew the plant: what "data as of" means until it is reached. */
  knownUpTo(keptMs: number): void {
    this.#keptMs = keptMs;
    this.#tellLink();
  }

  link(): PlantLink {
    return chainedLink({
      name: this.#name(),
      client: this.#client.state,
      appliance: this.#appliance,
      plant: this.#plant,
      lostReason: this.#lostReason,
      heardMs: this.#heardMs,
      keptMs: this.#keptMs,
    });
  }

  onLink(listener: (link: PlantLink) => void): () => void {
    this.#linkListeners.add(listener);
    return () => this.#linkListeners.delete(listener);
  }

  /** Whole tiles of one level over a range, an answer a series. @throws HistoryFailure; the signal's reason */
  readTiles(
    { series, resolution, range }: { series: readonly SeriesKey[]; resolution: Resolution; range: TimeRange },
    signal: AbortSignal,
  ): Promise<readonly HistoryAnswer[]> {
    const request = { series, range, pointBudget: NEIGHBOUR_POINTS, resolution };
    return this.#gate.run(() => this.#client.history(request, signal), signal);
  }

  /** The samples beside a range, as the appliance tells them for the two ends of it. @throws as {@link readTiles} */
  async readNeighbours(series: readonly SeriesKey[], { fromMs, toMs }: TimeRange, signal: AbortSignal) {
    const ask = (range: TimeRange) =>
      this.#gate.run(() => this.#client.history({ series, range, pointBudget: NEIGHBOUR_POINTS }, signal), signal);
    const [first, last] = await Promise.all([ask({ fromMs, toMs: fromMs + 1 }), ask({ fromMs: toMs - 1, toMs })]);
    const edge = (answers: readonly HistoryAnswer[], key: SeriesKey, which: 'before' | 'after') => {
      const own = answers.find((answer) => seriesKeyText(answer.series) === seriesKeyText(key))?.[which];
      return own === null || own === undefined ? undefined : { timeMs: own.timeMs, value: own.value ?? Number.NaN };
    };
    return series.map((key) => ({ before: edge(first, key, 'before'), after: edge(last, key, 'after') }));
  }

  /** What an error of the reads tells of. */
  troubleOf(error: unknown): 'unreachable' | 'too-many-rows' | 'other' {
    if (!(error instanceof HistoryFailure)) return 'other';
    return error.retryable ? 'unreachable' : 'other';
  }

  #name(): string {
    return `The appliance ${this.#options.address.url}`;
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#welcome(message);
        break;
      case 'catalogue':
        this.catalogue.takeUnits(message.units);
        this.#follow();
        break;
      case 'source':
        this.catalogue.takeFacts(message.facts);
        break;
      case 'snapshot':
        this.#snapshot(message);
        break;
      case 'resumed':
        this.#askedTails.shift();
        this.#options.live.takeResumed();
        this.#tellLink();
        break;
      case 'latest':
        // Some samples are left out: the snapshot that ends it, or the updates of a resumption, bring all of them.
        this.#options.live.lost();
        this.#tellLink();
        break;
      case 'update':
        this.#options.live.takeUpdate(message.sequence, message.units);
        break;
      case 'link':
        this.#plant = message.link;
        this.#tellLink();
        break;
      case 'preparing':
        this.preparation.take(message.preparing);
        break;
      case 'revision':
        this.#options.onRevision(message.stretches);
        break;
      case 'heartbeat':
        this.#heard(message.plantTimeMs);
        break;
      default:
        // Pins, averages, figures and diagnostics are that appliance's own; refused requests are told to who made them.
        break;
    }
  }

  #welcome({ epoch, plantTimeMs, link, preparing }: Extract<ServerMessage, { type: 'welcome' }>): void {
    if (epoch === this.#options.ownEpoch) {
      this.#isOurself = true;
      this.#lostReason = 'that is this very appliance; give the address of the one that follows the plant.';
      this.#client.close();
      return;
    }
    this.#askedTails = [this.#tailMs];
    this.#heard(plantTimeMs);
    this.#plant = link;
    this.preparation.take(preparing);
  }

  /** All units, with as much of the recent past as one frame should bring; asked anew where that has become quite another. */
  #follow(): void {
    const tailMs = tailFor(this.catalogue.units().flatMap(({ series }) => series));
    const known = this.#tailMs;
    if (known !== undefined && tailMs > known / 2 && tailMs < known * 2) return;
    this.#tailMs = tailMs;
    this.#client.follow({ workUnitIds: 'all', tailMs });
    if (this.#client.state.name === 'live') this.#askedTails.push(tailMs);
  }

  #snapshot({ sequence, units }: Extract<ServerMessage, { type: 'snapshot' }>): void {
    // Unasked it comes to who was behind and has caught up.
    const tailMs = this.#askedTails.length === 0 ? this.#tailMs : this.#askedTails.shift();
    // That of an earlier subscription, with less in it: the one that was asked for follows.
    if (tailMs === undefined || this.#askedTails.length > 0) return;
    this.#options.live.takeSnapshot(sequence, units, tailMs);
    this.#tellLink();
  }

  #heard(plantTimeMs: number): void {
    this.#clock.heard(plantTimeMs);
    this.#heardMs = plantTimeMs;
    this.#options.live.heard();
  }

  #stateChanged(state: ClientState): void {
    if (this.#isOurself) {
      this.#tellLink();
      return;
    }
    if (state.name === 'waiting') this.#lostReason = state.reason;
    if (state.name === 'live') this.#lostReason = undefined;
    else this.#options.live.lost();
    this.#stopRetry();
    if (state.name === 'refused')
      this.#stopRetry = this.#options.after(TRY_REFUSED_AGAIN_MS, () => this.#client.connect());
    this.#tellLink();
  }

  #applianceChanged(link: ApplianceLink): void {
    this.#appliance = link;
    this.#tellLink();
  }

  /** Each change once; not each heartbeat. */
  #tellLink(): void {
    const link = this.link();
    const { isFollowing } = this.#options.live;
    const shown = JSON.stringify({ ...link, isFollowing, asOfMs: link.state === 'online' ? 0 : link.asOfMs });
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const listener of [...this.#linkListeners]) listener(link);
  }
}

/** How much of the recent past a snapshot of these series may carry, ms. */
export function tailFor(series: readonly { readonly cadenceMs: number | null }[]): number {
  const perMs = series.reduce((sum, { cadenceMs }) => sum + 1 / Math.max(1, cadenceMs ?? UNKNOWN_CADENCE_MS), 0);
  return Math.floor(Math.min(MAX_TAIL_MS, MAX_SNAPSHOT_SAMPLES / Math.max(perMs, Number.MIN_VALUE)));
}
