import { Periodic } from './periodic';
import { quoteIdentifier } from './session-settings';
import type { TextRow } from './wire';

/**
 * There is no autovacuum here: dead rows (of the catalogue too: chunks come and go every hour) would pile up, and the
 * planner would know nothing of new tables. One table at a time, the neediest first.
 */
const CHECK_EVERY_MS = 20_000;

/** Thresholds in the manner of PostgreSQL's own: a fixed part and one in proportion to the table. */
const NEEDIEST_QUERY = `
  SELECT schemaname, relname, n_dead_tup > 500 + 0.2 * n_live_tup
  FROM pg_catalog.pg_stat_all_tables
  WHERE schemaname <> 'pg_toast' AND pg_catalog.pg_table_size(relid) < 200 * 1024 * 1024
    AND (n_dead_tup > 500 + 0.2 * n_live_tup OR n_mod_since_analyze > 500 + 0.1 * n_live_tup)
  ORDER BY 3 DESC, n_dead_tup + n_mod_since_analyze DESC LIMIT 1`;

/** Vacuums and analyses what has changed most. */
export class TableKeeper {
  readonly #run: (sql: string) => Promise<readonly TextRow[]>;
  readonly #periodic: Periodic;

  /** @param run runs one statement as superuser when no client waits */
  constructor(run: (sql: string) => Promise<readonly TextRow[]>, log: (line: string) => void) {
    this.#run = run;
    const tell = (error: unknown) => log(`plant_vacuum_failed reason=${String(error)}`);
    this.#periodic = new Periodic(() => this.check(), CHECK_EVERY_MS, tell);
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): void {
    this.#periodic.stop();
  }

  async check(): Promise<void> {
    const [row] = await this.#run(NEEDIEST_QUERY);
    if (row === undefined) return;
    const [schema, table, hasDeadRows] = row;
    const name = `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(table ?? '')}`;
    await this.#run(hasDeadRows === 't' ? `VACUUM (ANALYZE) ${name}` : `ANALYZE ${name}`);
  }
}
