import { AGGREGATE_LEVELS, type AggregateLevel } from './levels';

/**
 * Intervals of the chain hypertable → 1min → 5min → 1hour → 1day. Each is text as people write it: `10 minutes`,
 * `1 hour`, `8 days`, `2 years`. They belong together: `checkSchemaSettings` says whether they contradict.
 */
export interface SchemaSettings {
  readonly metric: HypertableSettings;
  readonly performanceMetric: HypertableSettings;
  readonly levels: Readonly<Record<AggregateLevel, LevelSettings>>;
  /** Retention of `metric` spares chunks that overlap an imported recording (the demo); plain retention otherwise. */
  readonly keepRecordings: boolean;
}

export interface HypertableSettings {
  readonly chunkInterval: string;
  readonly compressAfter: string;
  readonly dropAfter: string;
}

export interface LevelSettings {
  /** The refresh window: from `refreshStart` before now to `refreshEnd` before now, every `refreshEvery`. */
  readonly refreshStart: string;
  readonly refreshEnd: string;
  readonly refreshEvery: string;
  readonly chunkInterval: string;
  /** Only 1min and 5min are compressed and dropped; 1hour and 1day are kept for good. */
  readonly compressAfter?: string;
  readonly dropAfter?: string;
}

/**
 * A plant's own. Refresh reaches 8 days back, because late rows up to 7 days old must come through every level.
 * Chunks of an aggregate grow with its buckets (a year of 1day is 366 rows a series: a chunk a day would hold one).
 */
export const DEFAULT_SCHEMA_SETTINGS: SchemaSettings = {
  metric: { chunkInterval: '1 day', compressAfter: '7 days', dropAfter: '1 year' },
  performanceMetric: { chunkInterval: '1 day', compressAfter: '7 days', dropAfter: '1 year' },
  levels: {
    '1min': {
      refreshStart: '8 days',
      refreshEnd: '1 minute',
      refreshEvery: '1 minute',
      chunkInterval: '1 day',
      compressAfter: '10 days',
      dropAfter: '2 years',
    },
    '5min': {
      refreshStart: '8 days',
      refreshEnd: '5 minutes',
      refreshEvery: '5 minutes',
      chunkInterval: '7 days',
      compressAfter: '10 days',
      dropAfter: '2 years',
    },
    '1hour': { refreshStart: '8 days', refreshEnd: '1 hour', refreshEvery: '15 minutes', chunkInterval: '28 days' },
    '1day': { refreshStart: '9 days', refreshEnd: '1 day', refreshEvery: '1 hour', chunkInterval: '364 days' },
  },
  keepRecordings: false,
};

/**
 * The embedded demo's: raw samples are kept for 8 days, in chunks of an hour, so that compressing one holds the single
 * session for a moment only. A refresh of 1min must never reach rows that retention has dropped (it would drop their
 * buckets), so it starts 7 days 12 hours back: past the late-data horizon of 7 days, half a day short of retention.
 * The levels above read the one below, which stays for years. Compressing one chunk takes, measured with 36 series:
 * an hour of metric at 1 Hz 0.2 s, a day of performance_metric 0.05 s, a day of metric_1min 0.1 s.
 */
export const DEMO_SCHEMA_SETTINGS: SchemaSettings = {
  metric: { chunkInterval: '1 hour', compressAfter: '2 hours', dropAfter: '8 days' },
  performanceMetric: { chunkInterval: '1 day', compressAfter: '2 days', dropAfter: '8 days' },
  levels: {
    '1min': { ...DEFAULT_SCHEMA_SETTINGS.levels['1min'], refreshStart: '180 hours' },
    '5min': { ...DEFAULT_SCHEMA_SETTINGS.levels['5min'], refreshStart: '180 hours' },
    '1hour': { ...DEFAULT_SCHEMA_SETTINGS.levels['1hour'], refreshStart: '180 hours' },
    '1day': { ...DEFAULT_SCHEMA_SETTINGS.levels['1day'] },
  },
  keepRecordings: true,
};

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  year: 365 * 86_400_000,
};

/**
 * Length of an interval in ms; a year counts 365 days.
 * @throws RangeError for anything but a whole number and minutes, hours, days, weeks or years
 */
export function intervalMs(text: string): number {
  const match = /^([1-9]\d{0,5}) (minute|hour|day|week|year)s?$/.exec(text);
  const unitMs = UNIT_MS[match?.[2] ?? ''];
  if (match === null || unitMs === undefined) {
    throw new RangeError(
      `"${text}" is not an interval; write a whole number and a unit, such as "8 days" or "15 minutes".`,
    );
  }
  return Number(match[1]) * unitMs;
}

/**
 * Says what contradicts, one sentence each; empty when the chain is sound.
 * @throws RangeError for an interval that cannot be read
 */
export function checkSchemaSettings(settings: SchemaSettings): readonly string[] {
  const problems: string[] = [];
  const mustExceed = (what: string, longer: string, other: string, shorter: string) => {
    if (intervalMs(longer) > intervalMs(shorter)) return;
    problems.push(`${what} (${longer}) must be longer than ${other} (${shorter}).`);
  };
  for (const [table, of] of Object.entries({
    metric: settings.metric,
    performance_metric: settings.performanceMetric,
  })) {
    intervalMs(of.chunkInterval);
    mustExceed(`Retention of ${table}`, of.dropAfter, 'its compression age', of.compressAfter);
    mustExceed(
      `Retention of ${table}`,
      of.dropAfter,
      'the refresh window of 1min',
      settings.levels['1min'].refreshStart,
    );
  }
  AGGREGATE_LEVELS.forEach((level, index) => {
    const of = settings.levels[level];
    intervalMs(of.chunkInterval);
    intervalMs(of.refreshEvery);
    mustExceed(`The refresh window of ${level}`, of.refreshStart, 'its end offset', of.refreshEnd);
    if (of.compressAfter !== undefined) {
      mustExceed(`Compression age of ${level}`, of.compressAfter, 'its refresh window', of.refreshStart);
    }
    const above = AGGREGATE_LEVELS[index + 1];
    if (of.dropAfter !== undefined && above !== undefined) {
      mustExceed(
        `Retention of ${level}`,
        of.dropAfter,
        `the refresh window of ${above}`,
        settings.levels[above].refreshStart,
      );
    }
  });
  return problems;
}
