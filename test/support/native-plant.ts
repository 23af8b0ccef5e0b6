import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parsePlantUrl, plantAddress } from '../../src/main/plant/address';
import { connectPlant, type PlantAddress, type PlantConnection } from '../../src/main/plant/connection';
import type { TestPlant } from './embedded-plant';

/**
 * A database of a test's own on a TimescaleDB server that is there already: real sessions, locks, time-outs and
 * background workers, which the embedded plant has not. `TAKTLINE_TEST_PLANT_URL` names the server, as a superuser who
 * may make databases and roles; the roles log in without a password, so it must trust the tests' host.
 */
const TEST_URL_VARIABLE = 'TAKTLINE_TEST_PLANT_URL';
/** The same for benches, which fill their database with millions of rows. */
export const BENCH_URL_VARIABLE = 'TAKTLINE_BENCH_PLANT_URL';
const APPLICATION = { applicationName: 'taktline test databases' };
/** Role making is a matter of the whole server: one test file at a time. Any fixed key will do, this spells "tkro". */
const ROLES_LOCK_KEY = 0x746b726f;
const PLAIN_NAME = /^[a-z_][a-z0-9_]*$/;
const ROLES = ['taktline', 'taktline_reader', 'line_writer'];

/** Each role has what it has on the embedded plant, see its `CREATION_STATEMENTS`. */
const rightsIn = (database: string): readonly string[] => [
  'CREATE EXTENSION IF NOT EXISTS timescaledb',
  `GRANT CREATE, TEMPORARY ON DATABASE ${database} TO taktline`,
  'GRANT CREATE ON SCHEMA public TO taktline',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline GRANT SELECT ON TABLES TO taktline_reader',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline GRANT USAGE ON SCHEMAS TO taktline_reader',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO line_writer',
  'ALTER DEFAULT PRIVILEGES FOR ROLE taktline IN SCHEMA public GRANT USAGE ON SEQUENCES TO line_writer',
];

/**
 * The server that the tests are to use instead of embedded plants.
 * @param variable of the environment, which holds its URL
 * @returns undefined when the variable is not set
 * @throws Error with one sentence when it is no plant URL
 */
export function nativeTestServer(
  environment: NodeJS.ProcessEnv,
  variable: string = TEST_URL_VARIABLE,
): PlantAddress | undefined {
  const url = environment[variable];
  if (url === undefined || url === '') return undefined;
  try {
    return plantAddress(parsePlantUrl(url), (path) => readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${variable}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

export interface NativeTestPlantOptions {
  /** Whether the server's workers run due policies; without them a test sees only what it does. */
  readonly runJobs: boolean;
  /** A database of this name, which is used as it is where there is one and stays at the end: for what takes minutes to fill. */
  readonly keptAs?: string;
}

/** Makes a database for one test file; about a second. */
export async function startNativeTestPlant(server: PlantAddress, options: NativeTestPlantOptions): Promise<TestPlant> {
  const database = options.keptAs ?? `taktline_test_${randomUUID().replaceAll('-', '')}`;
  if (!PLAIN_NAME.test(database)) throw new Error(`"${database}" is no plain name of a database: ${PLAIN_NAME.source}`);
  await withAdministrator(server, async (administrator) => {
    await makeRoles(administrator);
    const { rows } = await administrator.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rows.length > 0) return;
    // Not template1: TimescaleDB's own workers visit it, and nobody may be in a template while it is copied.
    await administrator.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8'`);
  });
  let isDropped = options.keptAs !== undefined;
  const stop = async () => {
    if (isDropped) return;
    isDropped = true;
    await withAdministrator(server, (administrator) => administrator.query(`DROP DATABASE ${database} WITH (FORCE)`));
  };
  try {
    await withAdministrator({ ...server, database }, async (administrator) => {
      for (const sql of rightsIn(database)) await administrator.query(sql);
      if (!options.runJobs) await administrator.query('SELECT _timescaledb_functions.stop_background_workers()');
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    engine: 'native',
    address: (user = 'taktline') => ({ ...server, database, user: user === 'postgres' ? server.user : user }),
    stop,
  };
}

async function makeRoles(administrator: PlantConnection): Promise<void> {
  await administrator.query('SELECT pg_advisory_lock($1)', [ROLES_LOCK_KEY]);
  const { rows } = await administrator.query('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [ROLES]);
  const present = new Set(rows.map((row) => row.rolname));
  for (const role of ROLES) if (!present.has(role)) await administrator.query(`CREATE ROLE ${role} LOGIN`);
  await administrator.query('SELECT pg_advisory_unlock($1)', [ROLES_LOCK_KEY]);
}

async function withAdministrator<Result>(
  address: PlantAddress,
  action: (administrator: PlantConnection) => Promise<Result>,
): Promise<Result> {
  const administrator = await connectPlant(address, APPLICATION);
  try {
    return await action(administrator);
  } finally {
    await administrator.end();
  }
}
