import type { PlantConnection } from '../../../src/main/plant/connection';

export const MARK_SERIES = 'mark';
/** Beside the mark; with them an update of one unit is about 2 kB. */
const SERIES = 24;

/** The machine's clock, which all its processes share, ms. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

const insertInto = (table: string) => `INSERT INTO ${table} (time, work_unit_id, name, value)
  SELECT clock_timestamp(), $1, 'series ' || n, n * 1.25 + $2::float8 / 7 FROM generate_series(1, ${SERIES}) n
  UNION ALL SELECT clock_timestamp(), $1, '${MARK_SERIES}', $2`;

/** A commit comes up to so much of their distance late, at random: else what runs once a second would meet all of a run or none. */
const JITTER = 0.5;

/** One writer that commits a row of each series of one unit at a time, the units by turns, at a steady rate. */
export class BenchWriter {
  /** When each commit was sent, by its mark. */
  readonly commits = new Map<number, number>();
  readonly #plant: PlantConnection;
  readonly #workUnitIds: readonly string[];
  readonly #perSecond: number;
  readonly #insert: string;
  readonly #onCommit: (mark: number) => void;
  #mark = 0;
  #isOn = false;
  #running: Promise<void> = Promise.resolve();

  /**
   * @param table as `metric`
   * @param onCommit told at once after the commit was answered
   */
  constructor(
    plant: PlantConnection,
    workUnitIds: readonly string[],
    perSecond: number,
    { table = 'metric', onCommit = () => {} }: { table?: string; onCommit?: (mark: number) => void } = {},
  ) {
    this.#insert = insertInto(table);
    this.#plant = plant;
    this.#workUnitIds = workUnitIds;
    this.#perSecond = perSecond;
    this.#onCommit = onCommit;
  }

  start(): void {
    this.#isOn = true;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#running;
  }

  /** Commits once. */
  async commit(workUnitId: string): Promise<void> {
    const mark = ++this.#mark;
    await this.#plant.query('BEGIN');
    await this.#plant.query(this.#insert, [workUnitId, mark]);
    this.commits.set(mark, nowMs());
    await this.#plant.query('COMMIT');
    this.#onCommit(mark);
  }

  async #run(): Promise<void> {
    const startedMs = nowMs();
    for (let at = 0; this.#isOn; at += 1) {
      const waitMs = startedMs + ((at + JITTER * Math.random()) * 1_000) / this.#perSecond - nowMs();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      await this.commit(this.#workUnitIds[at % this.#workUnitIds.length] ?? '');
    }
  }
}
