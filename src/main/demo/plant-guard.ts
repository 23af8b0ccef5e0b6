import type { SqlClient } from '../provisioning/sql-client';

/**
 * The simulator and the replay make data up, or bring in data from elsewhere: a real plant must never get them by
 * mistake. Only the embedded plant runs in WebAssembly, and its server says so in `version()`.
 */
export async function isEmbeddedPlant(client: SqlClient): Promise<boolean> {
  const { rows } = await client.query("SELECT version() LIKE '%Emscripten%' AS embedded");
  return rows[0]?.embedded === true;
}

/**
 * Lets pass the embedded plant, and another one only where the user allowed it and the tables are there: nothing is
 * ever provisioned on a plant that is not the demo's own.
 * @param options.tables what must be there, by schema and name
 * @param options.what who wants to write, as the sentence's subject: `The simulator`, `The replay`
 * @returns whether this is the embedded plant
 * @throws Error with one sentence that names the remedy
 */
export async function requireWritablePlant(
  client: SqlClient,
  options: { readonly what: string; readonly mayWriteToPlant: boolean; readonly tables: readonly string[] },
): Promise<boolean> {
  if (await isEmbeddedPlant(client)) return true;
  if (!options.mayWriteToPlant) {
    throw new Error(`${options.what} writes to the embedded demo plant alone; add --write-to-plant to write here.`);
  }
  const { rows } = await client.query('SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL', [
    options.tables,
  ]);
  if (rows.length > 0) {
    const missing = rows.map((row) => String(row.name)).join(', ');
    throw new Error(`${options.what} found no table ${missing} in this plant; provision it first.`);
  }
  return false;
}
