import type { ChangeReader } from '../../../../src/main/live/feed-reader';
import type { ReadWindow, UnitInHand } from '../../../../src/main/live/recent-samples';
import type { SeriesSamples, UnitSamples } from '../../../../src/main/live/samples';
import type { WakeUp, WakeUpHandlers, WakeUpSession, WakeUps } from '../../../../src/main/live/wake-ups';

export interface TableRow {
  readonly workUnitId: string;
  readonly table: 'metric' | 'oee';
  readonly name: string;
  readonly timeMs: number;
  readonly value: number;
}

/** A plant's tables and its wake-ups in memory: rows without a key, notifications lost while nobody listens. */
export class TableTwin implements ChangeReader, WakeUps {
  rows: TableRow[] = [];
  /** Windows of every read that was answered. */
  readonly reads: (readonly ReadWindow[])[] = [];
  reachable = true;
  notifies = true;
  /** So many reads to come fail. */
  failures = 0;
  /** Whether these windows hold more rows than can be read in time. */
  tooMuch: (windows: readonly ReadWindow[]) => boolean = () => false;
  /** Set to hold answers back until it is called. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();
  #handlers: WakeUpHandlers | undefined;
  #followed: readonly string[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get followed(): readonly string[] {
    return this.#followed;
  }

  insert(...rows: readonly TableRow[]): void {
    this.rows.push(...rows);
    this.#wake(rows);
  }

  /** An UPDATE of values wakes; a DELETE does not, as on a hypertable. */
  update(row: TableRow, value: number): void {
    this.rows = this.rows.map((known) => (known === row ? { ...known, value } : known));
    this.#wake([row]);
  }

  delete(row: TableRow): void {
    this.rows = this.rows.filter((known) => known !== row);
  }

  wake(wakeUp: WakeUp): void {
    if (this.notifies && this.#followed.includes(wakeUp.workUnitId)) this.#handlers?.onWakeUp(wakeUp);
  }

  disconnect(): void {
    const handlers = this.#handlers;
    this.#handlers = undefined;
    this.#followed = [];
    handlers?.onLost('cut by the test');
  }

  async open(handlers: WakeUpHandlers): Promise<WakeUpSession> {
    await Promise.resolve();
    if (!this.reachable) throw new Error('not reachable');
    this.#handlers = handlers;
    return {
      notifies: this.notifies,
      whyNot: this.notifies ? undefined : 'muted by the test',
      follow: async (workUnitIds) => {
        this.#followed = workUnitIds;
      },
      close: async () => {
        if (this.#handlers === handlers) this.#handlers = undefined;
      },
    };
  }

  async readSince(windows: readonly ReadWindow[]): Promise<readonly UnitSamples[]> {
    this.#failIfTold();
    if (this.tooMuch(windows)) throw new Error('statement timeout');
    const rows = this.rows.filter((row) => windows.some((window) => holds(window, row)));
    await this.beforeAnswer();
    this.reads.push(windows);
    return toUnits(rows);
  }

  async readLatest(units: readonly UnitInHand[]): Promise<readonly UnitSamples[]> {
    this.#failIfTold();
    const workUnitIds = units.map(({ workUnitId }) => workUnitId);
    const limitMs = this.#nowMs() + 5_000;
    const newest = new Map<string, TableRow>();
    for (const row of this.rows.filter(({ workUnitId }) => workUnitIds.includes(workUnitId))) {
      const key = JSON.stringify([row.workUnitId, row.table, row.name]);
      const known = newest.get(key);
      const isNewer =
        known === undefined || row.timeMs > known.timeMs || (row.timeMs === known.timeMs && row.value > known.value);
      if (row.timeMs < limitMs && isNewer) newest.set(key, row);
    }
    return toUnits([...newest.values()]);
  }

  #failIfTold(): void {
    if (!this.reachable) throw new Error('not reachable');
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new Error('failed by the test');
  }

  /** As the triggers do: one per unit and table of the statement. */
  #wake(rows: readonly TableRow[]): void {
    const sources = new Map(rows.map(({ workUnitId, table }) => [`${table} ${workUnitId}`, { workUnitId, table }]));
    for (const { workUnitId, table } of sources.values()) {
      const times = rows.filter((row) => row.workUnitId === workUnitId && row.table === table).map((row) => row.timeMs);
      this.wake({ workUnitId, table, firstMs: Math.min(...times), lastMs: Math.max(...times) });
    }
  }
}

function holds(window: ReadWindow, row: TableRow): boolean {
  const { workUnitId, table, fromMs, toMs } = window;
  return row.workUnitId === workUnitId && row.table === table && row.timeMs >= fromMs && row.timeMs < toMs;
}

function toUnits(rows: readonly TableRow[]): readonly UnitSamples[] {
  const units = new Map<string, Map<string, SeriesSamples & { timesMs: number[]; values: number[] }>>();
  for (const { workUnitId, table, name, timeMs, value } of [...rows].sort((a, b) => a.timeMs - b.timeMs)) {
    const unit = units.get(workUnitId) ?? new Map();
    units.set(workUnitId, unit);
    const series = unit.get(`${table} ${name}`) ?? { table, name, timesMs: [], values: [] };
    unit.set(`${table} ${name}`, series);
    series.timesMs.push(timeMs);
    series.values.push(value);
  }
  return [...units].map(([workUnitId, series]) => ({ workUnitId, series: [...series.values()] }));
}
