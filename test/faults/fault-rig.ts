import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { readSettings } from '../../src/main/config/settings';
import { createLog } from '../../src/main/diagnostics/log';
import { type Engine, startEngine } from '../../src/main/engine/engine';
import { connectPlant, type PlantAddress } from '../../src/main/plant/connection';
import { SERVER_CLOCK } from '../../src/main/plant/statements/server-clock';
import type { DiagnosticsReport } from '../../src/shared/diagnostics';
import { DEFAULT_PLANT_TABLES } from '../../src/shared/plant-tables';
import type { PlantLink } from '../../src/shared/protocol';
import { type BreakableLine, layLine } from '../support/breakable-line';
import { type RecordedRow, RecordingViewer, recordedRow } from '../support/recording-viewer';
import { SecretFilesTwin } from '../support/secret-files';
import { SteadyWriter } from '../support/steady-writer';
import { temporaryFolder } from '../support/temporary-folder';

/** Plain ones, and such as only a hashed channel can carry. */
export const FAULT_UNITS = ['press-1', 'Пресс "7": o\'clock', `${'line/'.repeat(20)}end`] as const;
const VIEWERS = 3;
const WRITERS = 2;
const PATIENCE_MS = 30_000;
const SCORES = ['oee_score', 'availability', 'performance', 'quality'] as const;

export interface FaultRigOptions {
  /** The server that the appliance's line leads to. */
  readonly address: PlantAddress;
  /** The server whose tables are the truth: that of the line unless told. */
  readonly truth?: () => PlantAddress;
  /** What the writer's clock says. */
  readonly nowMs?: () => number;
}

/** A whole appliance that reaches its plant over a line of ours, real viewers of it, and machines that write. */
export class FaultRig {
  readonly line: BreakableLine;
  readonly viewers: readonly RecordingViewer[];
  writers: readonly SteadyWriter[];
  readonly engine: Engine;
  readonly #truth: () => PlantAddress;
  readonly #nowMs: () => number;
  #isClosed = false;

  private constructor(
    parts: Pick<FaultRig, 'line' | 'viewers' | 'writers' | 'engine'>,
    truth: () => PlantAddress,
    nowMs: () => number,
  ) {
    this.line = parts.line;
    this.viewers = parts.viewers;
    this.writers = parts.writers;
    this.engine = parts.engine;
    this.#truth = truth;
    this.#nowMs = nowMs;
  }

  /** Ready when the feed works and rows arrive. @param feed how it is expected to follow */
  static async start(options: FaultRigOptions, feed: 'listen' | 'poll' = 'listen'): Promise<FaultRig> {
    const { address, truth = () => address, nowMs = Date.now } = options;
    const line = await layLine(address);
    const engine = await startEngine({
      sourceName: 'test plant',
      settings: readSettings(readFileSync('resources/default-settings.json', 'utf8')),
      rendererFolder: temporaryFolder(),
      log: createLog(() => {}, Date.now),
      secrets: new SecretFilesTwin(),
    });
    const session = engine.windowSession();
    const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => RecordingViewer.open(session)));
    const rig = new FaultRig({ line, viewers, writers: startWriters(truth, nowMs, 0), engine }, truth, nowMs);
    try {
      engine.followPlant({ ...address, host: '127.0.0.1', port: line.port }, DEFAULT_PLANT_TABLES);
      await rig.reached((link) => link.state === 'online' && link.feed === feed);
      await rig.rowsArrive();
      return rig;
    } catch (error) {
      // Nobody else knows of it: its writers would write on into the tests that follow.
      await rig.close();
      throw error;
    }
  }

  /** Resolves when every viewer has been told of such a link. */
  async reached(holds: (link: PlantLink) => boolean, timeoutMs = PATIENCE_MS): Promise<void> {
    const told = await Promise.all(
      this.viewers.map((viewer) => viewer.until(() => viewer.link !== undefined && holds(viewer.link), timeoutMs)),
    );
    expect(told, `link as last told: ${JSON.stringify(this.viewers[0]?.link)}`).not.toContain(false);
  }

  /**
   * Resolves when a heartbeat has been sent and is not answered yet: what breaks now is found after as many deadlines as
   * the monitor has, and no interval before them. How it is at the worst moment its own tests tell, on a clock of theirs.
   */
  heartbeatSent(): Promise<void> {
    return this.line.asked(SERVER_CLOCK.statement.text);
  }

  /** Resolves when the viewers are shown rows that are written from now on. */
  async rowsArrive(): Promise<void> {
    const [unit = ''] = FAULT_UNITS;
    const marker = await this.#writeMarker(unit);
    const seen = await Promise.all(
      this.viewers.map((viewer) => viewer.until(() => viewer.rows().includes(marker), PATIENCE_MS)),
    );
    expect(seen).not.toContain(false);
  }

  /** Resolves when every viewer has been told that these units' clocks are ahead, or are not. */
  async sourcesAhead(isAhead: boolean): Promise<void> {
    const told = (viewer: RecordingViewer) => FAULT_UNITS.every((unit) => viewer.aheadMs.has(unit) === isAhead);
    const all = await Promise.all(this.viewers.map((viewer) => viewer.until(() => told(viewer), PATIENCE_MS)));
    expect(all).not.toContain(false);
  }

  /** The appliance's own report, over a viewer's socket. */
  async diagnostics(): Promise<DiagnosticsReport> {
    const [viewer] = this.viewers;
    viewer?.askDiagnostics();
    await viewer?.until(() => viewer.report !== undefined, PATIENCE_MS);
    if (viewer?.report === undefined) throw new Error('the appliance did not report');
    return viewer.report;
  }

  /** Does what must not meet a row on its way: machines stop, every row is shown, machines go on. */
  async whileNobodyWrites(run: () => Promise<void>): Promise<void> {
    await this.stopWriting();
    await this.#expectEqual(() => true);
    await run();
    // The test ran out of time meanwhile: writers that start now would never be stopped.
    if (this.#isClosed) throw new Error('the rig is closed');
    this.writers = startWriters(this.#truth, this.#nowMs, performance.now());
  }

  async stopWriting(): Promise<void> {
    await Promise.all(this.writers.map((writer) => writer.stop()));
  }

  /** How long after `fromMs` each viewer was told of a state of the link for the first time, ms. */
  toldAfterMs(state: PlantLink['state'], fromMs: number): readonly number[] {
    return this.viewers.map(({ links }) => {
      const told = links.find(({ link, atMs }) => atMs >= fromMs && link.state === state);
      return (told?.atMs ?? Number.POSITIVE_INFINITY) - fromMs;
    });
  }

  /** Every sample of the plant's two tables, as a viewer records it. */
  async rows(): Promise<readonly RecordedRow[]> {
    const client = await connectPlant(this.#truth(), { applicationName: 'test truth' });
    const ms = '(extract(epoch from time) * 1000)::float8';
    const metric = await client.query(`select work_unit_id, name, ${ms} as ms, value from metric`);
    const oee = await client.query(`select work_unit_id, ${ms} as ms, ${SCORES.join(', ')} from performance_metric`);
    await client.end();
    const scores = oee.rows.flatMap((row) =>
      SCORES.map((score) => recordedRow(row.work_unit_id, 'oee', score, row.ms, row[score])),
    );
    const samples = metric.rows.map((row) => recordedRow(row.work_unit_id, 'metric', row.name, row.ms, row.value));
    return [...samples, ...scores].sort();
  }

  /**
   * Stops the writers and waits until each viewer's record is the table, row for row. Then everything is read anew over a
   * fresh connection, after which it must still be so: nothing came twice.
   */
  async expectRecordsToBeTheTable(isShown: (row: RecordedRow) => boolean = () => true): Promise<void> {
    await this.stopWriting();
    await this.#expectEqual(isShown);
    this.line.cut();
    await this.reached(({ state }) => state === 'offline');
    this.line.mend();
    await this.reached(({ state, feed }) => state === 'online' && feed !== null);
    await this.rowsArrive();
    await this.#expectEqual(isShown);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stopWriting();
    for (const viewer of this.viewers) viewer.close();
    await this.engine.stop();
    await this.line.close();
  }

  async #expectEqual(isShown: (row: RecordedRow) => boolean): Promise<void> {
    const wanted = (await this.rows()).filter(isShown);
    expect(wanted.length).toBeGreaterThan(5);
    const text = wanted.join();
    await Promise.all(this.viewers.map((viewer) => viewer.until(() => viewer.rows().join() === text, PATIENCE_MS)));
    for (const viewer of this.viewers) expect(difference(viewer.rows(), wanted)).toEqual({ lacking: [], extra: [] });
  }

  async #writeMarker(workUnitId: string): Promise<RecordedRow> {
    const [timeMs, value] = [this.#nowMs(), performance.now()];
    const client = await connectPlant(this.#truth(), { applicationName: 'test truth' });
    await client.query("insert into metric values ($1, $2, 'marker', $3)", [new Date(timeMs), workUnitId, value]);
    await client.end();
    return recordedRow(workUnitId, 'metric', 'marker', timeMs, value);
  }
}

function startWriters(address: () => PlantAddress, nowMs: () => number, above: number): readonly SteadyWriter[] {
  return Array.from(
    { length: WRITERS },
    (_, at) => new SteadyWriter({ address, nowMs, workUnitIds: FAULT_UNITS, above: Math.floor(above) + at * 1e9 }),
  );
}

/** What one list of rows has more or fewer of than the other, each row as often as it differs. */
function difference(got: readonly RecordedRow[], wanted: readonly RecordedRow[]) {
  const counts = new Map<RecordedRow, number>();
  for (const row of got) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of wanted) counts.set(row, (counts.get(row) ?? 0) - 1);
  const times = (sign: 1 | -1) =>
    [...counts].flatMap(([row, count]) => Array.from({ length: Math.max(0, count * sign) }, () => row));
  return { lacking: times(-1), extra: times(1) };
}
