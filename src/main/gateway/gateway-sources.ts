import type { DiagnosticsReport, ViewersSnapshot } from '../../shared/diagnostics';
import type { EventsAnswer, EventsQuestion, StatesAnswer, StatesQuestion } from '../../shared/events';
import type { HistoryAnswer } from '../../shared/history-frame';
import type {
  CatalogueUnit,
  LiveUnit,
  PinnedUnit,
  PlantLink,
  Preparing,
  RevisedStretch,
  SourceFacts,
  StateRules,
} from '../../shared/protocol';
import type { Resolution, SeriesKey, SeriesTable } from '../../shared/series';
import type { ShiftFigures } from '../../shared/shift-figures';
import type { TimeRange } from '../../shared/time';

export interface HistoryQuestion {
  readonly series: readonly SeriesKey[];
  /** Half-open, ms. */
  readonly range: TimeRange;
  /** Most points per series that the viewer can use. */
  readonly pointBudget: number;
  /** The level whose tiles are wanted; undefined: the one that fits. */
  readonly resolution?: Resolution | undefined;
}

export interface GatewayUpdate {
  readonly sequence: number;
  readonly units: readonly LiveUnit[];
}

export interface GatewayAverages {
  readonly workUnitId: string;
  readonly series: readonly {
    readonly table: SeriesTable;
    readonly name: string;
    readonly count: number;
    /** Undefined where there is no good sample. */
    readonly average: number | undefined;
    readonly latestMs: number;
    /** NaN is a bad sample. */
    readonly latest: number;
  }[];
}

/** What the gateway shows to viewers; the engine fits it together from hub, history, catalogue and link. */
export interface GatewaySources {
  /** Names this run of the appliance. */
  readonly epoch: string;
  /** What people call the plant. */
  readonly sourceName: string;
  readonly stateRules: StateRules;
  /**
   * One answer per series; the gateway puts the request's id in.
   * @throws an error with `code`, `message` and `retryable` for what a viewer may be told; any other is told as "internal"
   */
  answerHistory(question: HistoryQuestion, signal: AbortSignal): Promise<readonly Omit<HistoryAnswer, 'requestId'>[]>;
  /** What units did over a range. @throws as {@link answerHistory} */
  answerStates(question: StatesQuestion, signal: AbortSignal): Promise<StatesAnswer>;
  /** Stops, limit violations and losses of data within a range. @throws as {@link answerHistory} */
  answerEvents(question: EventsQuestion, signal: AbortSignal): Promise<EventsAnswer>;
  /** Latest values, with `tailMs` of the recent past; exact as of `sequence`. */
  snapshot(workUnitIds: readonly string[] | 'all', tailMs: number): GatewayUpdate;
  /** The units that anything is known of. */
  workUnitIds(): readonly string[];
  /** Sends out what is pending. @returns the sequence as of which a snapshot is exact now */
  settle(): number;
  /** Every update above `sequence`; undefined where they are not all remembered. */
  updatesSince(sequence: number): readonly GatewayUpdate[] | undefined;
  /** Average and latest of the last minutes, `[fromMs, toMs)`, of every unit; series that were silent are left out. */
  averages(): { readonly fromMs: number; readonly toMs: number; readonly units: readonly GatewayAverages[] };
  /** Figures of the shifts as they were made last; the same objects while nothing in them has changed. */
  figures(): readonly ShiftFigures[];
  onFigures(listener: (figures: ShiftFigures) => void): () => void;
  onUpdate(listener: (update: GatewayUpdate) => void): () => void;
  catalogue(): readonly CatalogueUnit[];
  onCatalogue(listener: (units: readonly CatalogueUnit[]) => void): () => void;
  /** What is known of the source as a whole; undefined before it is. */
  facts(): SourceFacts | undefined;
  onFacts(listener: (facts: SourceFacts) => void): () => void;
  link(): PlantLink;
  onLink(listener: (link: PlantLink) => void): () => void;
  preparing(): readonly Preparing[];
  onPreparing(listener: (preparing: readonly Preparing[]) => void): () => void;
  /** Told of history that viewers should ask for again. */
  onRevision(listener: (stretches: readonly RevisedStretch[]) => void): () => void;
  /** Units that are kept on board for when the plant is away. */
  pins(): readonly PinnedUnit[];
  onPins(listener: (pins: readonly PinnedUnit[]) => void): () => void;
  /** Pins a unit or lets it go. @returns a sentence for a person where that could not be kept */
  setPinned(workUnitId: string, isPinned: boolean): Promise<string | undefined>;
  /** The plant's time, ms since the epoch. */
  plantNowMs(): number;
  /** How the appliance is doing. @param viewers what the gateway alone knows */
  diagnostics(viewers: ViewersSnapshot): Promise<DiagnosticsReport>;
  /** The same for a program that collects metrics. */
  metrics(viewers: ViewersSnapshot): Promise<{ readonly text: string; readonly contentType: string }>;
}

/** The log, as far as the gateway needs it. */
export interface GatewayLog {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}
