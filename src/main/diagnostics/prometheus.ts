import type { DiagnosticsReport, StoreSnapshot } from '../../shared/diagnostics';
import { LANE_NAMES } from '../../shared/diagnostics';
import { BUCKET_BOUNDS_MS, type HistogramSnapshot } from '../../shared/histogram';

/** What the text is, for the answer's head. */
export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/**
 * The report as Prometheus' text format, version 0.0.4. Durations in seconds, as its conventions ask. Labels have few
 * values: names of statements, lanes, tiers and states, all written in our code; never a unit's or a metric's name.
 */
export function prometheusText(report: DiagnosticsReport): string {
  return [
    ...appliance(report),
    ...statements(report),
    ...connections(report),
    ...tiers(report),
    ...store('live', 'Following the plant', report.live),
    ...store('sqlite', 'The SQLite store', report.sqlite),
    ...store('redis', 'The shared cache', report.redis),
    ...store('fleet', 'The following shared with other appliances', report.fleet),
    '',
  ].join('\n');
}

function appliance(report: DiagnosticsReport): string[] {
  const { uptimeMs, clockOffsetMs, updates, heapBytes, residentBytes, eventLoopMs } = report;
  const linkStates = ['connecting', 'online', 'late', 'offline'].map(
    (state): Sample => [{ state }, is(report.link, state)],
  );
  const feeds = ['listen', 'poll'].map((way): Sample => [{ way }, is(report.feed, way)]);
  return [
    ...gauge('uptime_seconds', 'Since the start of the appliance.', [[{}, uptimeMs / 1_000]]),
    ...screens(report),
    ...gauge('plant_link', '1 for the state in which the link to the plant is.', linkStates),
    ...gauge('feed', '1 for the way in which changes are noticed.', feeds),
    ...gauge('plant_clock_offset_seconds', "The plant's clock minus this machine's.", [
      [{}, (clockOffsetMs ?? Number.NaN) / 1_000],
    ]),
    ...counter('updates_total', 'Updates of live values.', [[{}, updates]]),
    ...gauge('heap_bytes', 'JavaScript heap in use.', [[{}, heapBytes]]),
    ...gauge('resident_bytes', 'Memory of the process.', [[{}, residentBytes]]),
    ...histograms('event_loop_delay_seconds', 'How late timers ran.', [[{}, eventLoopMs]]),
  ];
}

function screens({ viewers, viewerLagMs }: DiagnosticsReport): string[] {
  const { count, conflated, conflations, closedLate, closedFull, resumed, reloaded } = viewers;
  return [
    ...gauge('viewers', 'Screens that have been let in.', [[{}, count]]),
    ...gauge('viewers_conflated', 'Screens that are behind and get latest values alone.', [[{}, conflated]]),
    ...counter('viewer_conflations_total', 'Times that a screen fell behind.', [[{}, conflations]]),
    ...counter('viewers_closed_slow_total', 'Screens that were closed because they were too slow.', [
      [{ reason: 'late' }, closedLate],
      [{ reason: 'full' }, closedFull],
    ]),
    ...counter('viewer_returns_total', 'Screens that came back, by what they got.', [
      [{ got: 'missed' }, resumed],
      [{ got: 'snapshot' }, reloaded],
    ]),
    ...histograms('viewer_lag_seconds', 'From writing an update to its acknowledgement.', [[{}, viewerLagMs]]),
  ];
}

function statements({ statements: all, waitMs }: DiagnosticsReport): string[] {
  const of = (pick: (statement: (typeof all)[number]) => number) =>
    all.map((statement): Sample => [{ statement: statement.name }, pick(statement)]);
  return [
    ...histograms(
      'statement_seconds',
      'Statements to the plant, from sending to the last row.',
      all.map(({ name, ms }) => [{ statement: name }, ms]),
    ),
    ...counter(
      'statement_rows_total',
      'Rows that statements brought.',
      of(({ rows }) => rows),
    ),
    ...counter(
      'statement_failures_total',
      'Statements that failed.',
      of(({ failed }) => failed),
    ),
    ...counter(
      'statements_unsent_total',
      'Statements that were never sent.',
      of(({ unsent }) => unsent),
    ),
    ...histograms(
      'connection_wait_seconds',
      'Waiting for a connection to the plant.',
      LANE_NAMES.map((lane) => [{ lane }, waitMs[lane]]),
    ),
  ];
}

function connections({ pool }: DiagnosticsReport): string[] {
  if (pool === null) return [];
  const byLane = (counts: typeof pool.lent) => LANE_NAMES.map((lane): Sample => [{ lane }, counts[lane]]);
  return [
    ...gauge('pool_connections_max', 'Most connections of the pool.', [[{}, pool.max]]),
    ...gauge('pool_connections_open', 'Open connections of the pool.', [[{}, pool.open]]),
    ...gauge('pool_connections_lent', 'Connections that run a statement.', byLane(pool.lent)),
    ...gauge('pool_waiting', 'Statements that wait for a connection.', byLane(pool.waiting)),
    ...counter('pool_connects_total', 'Connections that were made.', [[{}, pool.connects]]),
    ...counter('pool_connect_failures_total', 'Connections that could not be made.', [[{}, pool.failedConnects]]),
    ...counter('pool_time_outs_total', 'Statements that found no connection in time.', [[{}, pool.timeOuts]]),
  ];
}

function tiers({ tiers: all }: DiagnosticsReport): string[] {
  const of = (pick: (tier: (typeof all)[number]) => number) =>
    all.map((tier): Sample => [{ tier: tier.name }, pick(tier)]);
  return [
    ...counter(
      'tier_hits_total',
      'Tiles that a tier had.',
      of(({ hits }) => hits),
    ),
    ...counter(
      'tier_misses_total',
      'Tiles that a tier had not.',
      of(({ misses }) => misses),
    ),
    ...counter(
      'tier_damaged_total',
      'Tiles that failed their checksum, or were another key.',
      of(({ damaged }) => damaged),
    ),
    ...histograms(
      'tier_read_seconds',
      'Reads of a tier, each of one tile or many.',
      all.flatMap(({ name, readMs }) => (readMs === null ? [] : [[{ tier: name }, readMs] as const])),
    ),
  ];
}

/** Counters of a store may go down (what is used of the disk): they are gauges to Prometheus. */
function store(name: string, title: string, snapshot: StoreSnapshot | null): string[] {
  if (snapshot === null) return [];
  return [
    ...gauge(`${name}_state`, `${title}: 1 for its state.`, [[{ state: snapshot.state }, 1]]),
    ...gauge(
      name,
      `${title}: its own counters.`,
      Object.entries(snapshot.counters).map(([counted, value]) => [{ counted }, value]),
    ),
  ];
}

function is(value: string | null, wanted: string): number {
  return value === wanted ? 1 : 0;
}

function gauge(name: string, help: string, samples: readonly Sample[]): string[] {
  return family(name, help, 'gauge', samples);
}

function counter(name: string, help: string, samples: readonly Sample[]): string[] {
  return family(name, help, 'counter', samples);
}

/** A family without samples is left out whole. */
function family(name: string, help: string, type: 'gauge' | 'counter', samples: readonly Sample[]): string[] {
  if (samples.length === 0) return [];
  return [...head(name, help, type), ...samples.map(([labels, value]) => line(name, labels, value))];
}

function histograms(name: string, help: string, all: readonly (readonly [Labels, HistogramSnapshot])[]): string[] {
  if (all.length === 0) return [];
  return [...head(name, help, 'histogram'), ...all.flatMap(([labels, snapshot]) => buckets(name, labels, snapshot))];
}

function buckets(name: string, labels: Labels, { counts, count, sumMs }: HistogramSnapshot): string[] {
  let below = 0;
  const lines = BUCKET_BOUNDS_MS.map((bound, at) => {
    below += counts[at] ?? 0;
    return line(`${name}_bucket`, { ...labels, le: String(bound / 1_000) }, below);
  });
  return [
    ...lines,
    line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    line(`${name}_sum`, labels, sumMs / 1_000),
    line(`${name}_count`, labels, count),
  ];
}

function head(name: string, help: string, type: string): string[] {
  return [
    `# HELP taktline_${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `# TYPE taktline_${name} ${type}`,
  ];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return `taktline_${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
