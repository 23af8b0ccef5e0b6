import { ProvisioningFailure, sqlState } from './provisioning-failure';
import type { SqlClient } from './sql-client';

/** One installer at a time: any fixed key will do, this one spells "takt". */
const ADVISORY_LOCK_KEY = 0x74616b74;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * A step that waits for a lock on a table makes every writer behind it wait as well: it gives up after this, and
 * running again resumes.
 */
const STEP_LOCK_TIMEOUT_MS = 900;

/**
 * Runs `work` while no other installer does.
 * @param waitMs how long to wait for another one; 0: not at all
 * @throws ProvisioningFailure `locked` when the other one is not done by then; what `work` throws
 */
export async function withInstallerLock<T>(client: SqlClient, waitMs: number, work: () => Promise<T>): Promise<T> {
  await takeLock(client, waitMs);
  try {
    await client.query(`SET lock_timeout = ${STEP_LOCK_TIMEOUT_MS}`);
    return await work();
  } finally {
    await giveBack(client);
  }
}

async function takeLock(client: SqlClient, waitMs: number): Promise<void> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS locked', [ADVISORY_LOCK_KEY]);
  if (rows[0]?.locked === true) return;
  if (waitMs > 0) {
    try {
      await client.query(`SET lock_timeout = ${Math.round(waitMs)}`);
      await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK_KEY]);
      return;
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    }
  }
  throw new ProvisioningFailure(
    'locked',
    'Another installer is provisioning this database; wait for it, then run again.',
  );
}

async function giveBack(client: SqlClient): Promise<void> {
  try {
    await client.query('RESET lock_timeout');
    await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK_KEY]);
  } catch {
    // Deliberately not passed on: the session is gone and its lock with it; why it went is what the caller must hear.
  }
}
