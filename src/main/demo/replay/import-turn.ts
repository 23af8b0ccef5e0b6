import type { SqlClient } from '../../provisioning/sql-client';
import { BULK_LOAD_CHANNEL } from '../plant/engine-facts';

/** Any fixed key will do where advisory locks are a session's own; this one spells "tkim". */
const IMPORT_LOCK_KEY = 0x746b696d;
const BUSY = 'Another import is running on this plant; wait until it has ended and try again.';

/**
 * Runs an import while no other one runs on this plant: two of one series would find each other's half-written rows,
 * and each would take them for left-overs. The turn ends with the session, however that ends.
 * @throws Error with one sentence when another import runs; what `work` throws
 */
export async function withImportTurn<T>(client: SqlClient, isEmbedded: boolean, work: () => Promise<T>): Promise<T> {
  await (isEmbedded ? takeEmbedded(client) : takeOnServer(client));
  try {
    return await work();
  } finally {
    await giveBack(client, isEmbedded).catch((error: unknown) => {
      // With its session gone the turn is free; the error that ended the session is the one to tell.
      if (!(error instanceof Error)) throw error;
    });
  }
}

/**
 * All clients of the embedded plant share one session, so no lock excludes them from one another; but its front knows
 * who listens, and the job runner looks there, too. Inside a transaction nobody comes between the look and the LISTEN.
 */
async function takeEmbedded(client: SqlClient): Promise<void> {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query('SELECT channel FROM pg_listening_channels() AS channel');
    if (rows.some((row) => row.channel === BULK_LOAD_CHANNEL)) throw new Error(BUSY);
    await client.query(`LISTEN ${BULK_LOAD_CHANNEL}`);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function takeOnServer(client: SqlClient): Promise<void> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [IMPORT_LOCK_KEY]);
  if (rows[0]?.taken !== true) throw new Error(BUSY);
}

async function giveBack(client: SqlClient, isEmbedded: boolean): Promise<void> {
  if (isEmbedded) await client.query(`UNLISTEN ${BULK_LOAD_CHANNEL}`);
  else await client.query('SELECT pg_advisory_unlock($1)', [IMPORT_LOCK_KEY]);
}
