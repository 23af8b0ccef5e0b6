import { Periodic } from './periodic';
import type { TextRow } from './wire';

/**
 * The engine never checkpoints by itself, so its write-ahead log would grow without end and make reopening slow.
 * A checkpoint of this much takes some 40 ms.
 */
const CHECKPOINT_AFTER_BYTES = 30 * 1024 * 1024;
const CHECK_EVERY_MS = 2_000;

const POSITION_QUERY =
  'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), (SELECT redo_lsn FROM pg_control_checkpoint()))::bigint';

/** Writes a checkpoint whenever enough has been written since the last one. */
export class WalKeeper {
  /** As last measured. */
  sinceCheckpointBytes = 0;
  readonly #run: (sql: string) => Promise<readonly TextRow[]>;
  readonly #periodic: Periodic;

  /** @param run runs one statement as superuser when no client waits */
  constructor(run: (sql: string) => Promise<readonly TextRow[]>, log: (line: string) => void) {
    this.#run = run;
    const tell = (error: unknown) => log(`plant_checkpoint_failed reason=${String(error)}`);
    this.#periodic = new Periodic(() => this.check(), CHECK_EVERY_MS, tell);
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): void {
    this.#periodic.stop();
  }

  async check(): Promise<void> {
    const [row] = await this.#run(POSITION_QUERY);
    this.sinceCheckpointBytes = Number(row?.[0] ?? 0);
    if (this.sinceCheckpointBytes < CHECKPOINT_AFTER_BYTES) return;
    await this.#run('CHECKPOINT');
    this.sinceCheckpointBytes = 0;
  }
}
