import { Periodic } from './periodic';
import { quoteIdentifier } from './session-settings';
import type { TextRow } from './wire';

/**
 * There is no autovacuum here, and no count of dead rows to go by (the engine never reports them): they would pile up,
 * in the catalogue above all, where chunks come and go every hour, and the planner would know nothing of new tables. So
 * what goes by is growth: a table that has outgrown what its last vacuum saw is vacuumed, one at a time, the one that
 * has grown most first. One that only reuses its space is left alone.
 */
const CHECK_EVERY_MS = 60_000;
/** So many pages (of 8 KiB) more than twice those of the last vacuum. */
const GROWTH_PAGES = 64;
/** A vacuum reads all of a table: of a larger one it would hold the session too long. */
const LARGEST_BYTES = 100 * 1024 * 1024;

const NEEDIEST_QUERY = `
  SELECT nspname, relname FROM (
    SELECT n.nspname, c.relname, c.relpages, pg_catalog.pg_relation_size(c.oid) AS bytes
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p') sized
  WHERE bytes / 8192 > 2 * relpages + ${GROWTH_PAGES} AND bytes < ${LARGEST_BYTES}
  ORDER BY bytes / 8192 - relpages DESC LIMIT 1`;

/** Vacuums and analyses what has grown most. */
export class TableKeeper {
  readonly #run: (sql: string) => Promise<readonly TextRow[]>;
  readonly #periodic: Periodic;

  /** @param run runs one statement as superuser when no client waits */
  constructor(run: (sql: string) => Promise<readonly TextRow[]>, log: (line: string) => void) {
    this.#run = run;
    const tell = (error: unknown) => log(`plant_vacuum_failed reason=${String(error)}`);
    this.#periodic = new Periodic(async () => void (await this.check()), CHECK_EVERY_MS, tell);
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): void {
    this.#periodic.stop();
  }

  /** @returns the table that was vacuumed, quoted and with its schema; undefined where none needed it */
  async check(): Promise<string | undefined> {
    const [row] = await this.#run(NEEDIEST_QUERY);
    if (row === undefined) return undefined;
    const [schema, table] = row;
    const name = `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(table ?? '')}`;
    await this.#run(`VACUUM (ANALYZE) ${name}`);
    return name;
  }
}
