/**
 * What provisioning needs of a database connection: one session that runs one statement after the other.
 * A client of `pg` satisfies it; a pool does not serve, because the advisory lock belongs to one session.
 */
export interface SqlClient {
  /**
   * Without `values` the text may hold several statements, which the server runs as one transaction.
   * @throws the database's error, with its SQLSTATE in `code`
   */
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly SqlRow[] }>;
}

/** A row as the driver gives it: columns by name, decoded by who asked for them. */
export type SqlRow = Readonly<Record<string, unknown>>;
