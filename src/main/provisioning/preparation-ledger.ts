import type { SqlClient } from './sql-client';

/** How far a view is prepared, ms since the epoch: `[preparedFromMs, preparedToMs)` is done, up to `targetToMs` is due. */
export interface ViewPreparation {
  readonly viewName: string;
  readonly preparedFromMs: number;
  readonly preparedToMs: number;
  readonly targetToMs: number;
}

/** The table `taktline.preparation`, where readers see what is still being prepared. */
export class PreparationLedger {
  readonly #client: SqlClient;

  constructor(client: SqlClient) {
    this.#client = client;
  }

  /** All views that have a line, by name; a line without `prepared_from` counts from its `prepared_to`. */
  async load(): Promise<ReadonlyMap<string, ViewPreparation>> {
    const { rows } = await this.#client.query(`
      SELECT view_name, extract(epoch FROM coalesce(prepared_from, prepared_to))::float8 * 1000 AS from_ms,
        extract(epoch FROM prepared_to)::float8 * 1000 AS to_ms, extract(epoch FROM target_to)::float8 * 1000 AS target_ms
      FROM taktline.preparation`);
    return new Map(
      rows.map((row) => {
        const viewName = String(row.view_name);
        return [
          viewName,
          {
            viewName,
            preparedFromMs: Math.round(Number(row.from_ms)),
            preparedToMs: Math.round(Number(row.to_ms)),
            targetToMs: Math.round(Number(row.target_ms)),
          },
        ];
      }),
    );
  }

  /** Writes these lines in one statement. */
  async save(views: readonly ViewPreparation[]): Promise<void> {
    const times = (pick: (view: ViewPreparation) => number) => views.map((view) => new Date(pick(view)).toISOString());
    await this.#client.query(
      `INSERT INTO taktline.preparation (view_name, prepared_from, prepared_to, target_to)
        SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
        ON CONFLICT (view_name) DO UPDATE SET prepared_from = excluded.prepared_from,
          prepared_to = excluded.prepared_to, target_to = excluded.target_to, updated_at = clock_timestamp()`,
      [
        views.map((view) => view.viewName),
        times((view) => view.preparedFromMs),
        times((view) => view.preparedToMs),
        times((view) => view.targetToMs),
      ],
    );
  }
}
