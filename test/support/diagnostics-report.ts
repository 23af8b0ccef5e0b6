import type { DiagnosticsReport } from '../../src/shared/diagnostics';
import { BUCKET_BOUNDS_MS, type HistogramSnapshot } from '../../src/shared/histogram';

/** A histogram of these durations, ms. */
export function histogramOf(...durations: readonly number[]): HistogramSnapshot {
  const bounds = [...BUCKET_BOUNDS_MS, Number.POSITIVE_INFINITY];
  return {
    counts: bounds.map((bound, at) => durations.filter((ms) => ms <= bound && ms > (bounds[at - 1] ?? -1)).length),
    count: durations.length,
    sumMs: durations.reduce((sum, ms) => sum + ms, 0),
    maxMs: durations.reduce((most, ms) => Math.max(most, ms), 0),
  };
}

/** A report in which something of everything has happened. */
export function sampleReport(change: Partial<DiagnosticsReport> = {}): DiagnosticsReport {
  const none = histogramOf();
  return {
    uptimeMs: 3 * 86_400_000 + 4 * 3_600_000,
    viewers: { count: 7, conflated: 1, conflations: 3, closedLate: 2, closedFull: 1, resumed: 12, reloaded: 4 },
    viewerLagMs: histogramOf(12, 300, 480),
    link: 'online',
    feed: 'listen',
    clockOffsetMs: -12.5,
    updates: 81_234,
    statements: [
      { name: '1hour-metric', ms: histogramOf(2, 3, 4, 180), rows: 96, failed: 0, unsent: 0 },
      { name: 'live-metric', ms: histogramOf(1, 1, 2), rows: 12, failed: 1, unsent: 2 },
    ],
    slow: [
      { name: '1hour-metric', agoMs: 65_000, ms: 180, waitMs: 0.4, rows: 24, shape: 'text[24], text[1], text, text' },
    ],
    waitMs: { live: none, screen: histogramOf(0.1, 0.2, 40), background: histogramOf(3) },
    pool: {
      ...{ min: 5, max: 22, open: 6, connects: 9, failedConnects: 1, timeOuts: 0 },
      lent: { live: 1, screen: 2, background: 0 },
      waiting: { live: 0, screen: 0, background: 1 },
    },
    tiers: [
      { name: 'memory', hits: 9_530, misses: 470, damaged: 0, readMs: null },
      { name: 'sqlite', hits: 300, misses: 170, damaged: 1, readMs: histogramOf(0.4, 1.2, 2.6) },
      { name: 'redis', hits: 60, misses: 110, damaged: 0, readMs: histogramOf(0.6, 0.9, 19) },
    ],
    live: { state: 'listening', reason: null, counters: { units: 24, wakeUps: 90_210, droppedSamples: 0 } },
    sqlite: { state: 'ready', reason: null, counters: { hits: 300, evicted: 12, usedBytes: 734_003_200 } },
    redis: { state: 'waiting', reason: 'Redis did not answer within 20 ms.', counters: { openings: 1, dropped: 42 } },
    fleet: { state: 'following', reason: null, counters: { fence: 7, leaseAgeMs: 400, lagMs: 12 } },
    calendar: { from: 'plant', lines: 2, fault: null },
    eventLoopMs: histogramOf(0.1, 0.2, 12),
    eventLoopRecentMs: 12.3,
    heapBytes: 61_000_000,
    residentBytes: 184_000_000,
    ...change,
  };
}
