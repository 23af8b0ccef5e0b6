import { connectPlant, type PlantConnection } from '../../../src/main/plant/connection';
import { postgresPrograms, startRealPostgres } from '../../integration/main/plant/real-postgres';
import { redisProgram, startRealRedis } from '../../support/real-redis';

const UNITS = 24;
const EVERY_MS = 100;

/** A plant that counts its statements, with a writer, and a Redis beside it. */
export interface FleetPlant {
  /** `postgresql://…`, of the role of the appliances. */
  readonly url: string;
  readonly redisUrl: string;
  readonly redisPort: number;
  /** Statements of the appliances by their text, from now on. */
  beginCounting(): Promise<void>;
  counted(): Promise<readonly { readonly text: string; readonly calls: number; readonly ms: number }[]>;
  stop(): Promise<void>;
}

/** @throws Error where PostgreSQL or Redis is not installed */
export async function startFleetPlant(): Promise<FleetPlant> {
  const [postgres, redis] = [postgresPrograms(), redisProgram()];
  if (postgres === undefined || redis === undefined)
    throw new Error('This bench needs PostgreSQL and Redis: apt-get install postgresql redis-tools.');
  const settings = [
    'shared_preload_libraries=pg_stat_statements',
    'pg_stat_statements.track_utility=on',
    'max_connections=300',
  ];
  const plant = await startRealPostgres(postgres, settings);
  const cache = await startRealRedis(redis);
  const owner = await connectPlant(plant.address, { applicationName: 'bench writer' });
  await prepare(owner);
  let mark = 0;
  const writing = setInterval(() => {
    mark += 1;
    void owner.query(`insert into metric values (clock_timestamp(), 'cell-${(mark % UNITS) + 1}', 'mark', ${mark})`);
  }, EVERY_MS);
  const { host, port, database } = plant.address;
  return {
    url: `postgresql://appliance@${host}:${port}/${database}?sslmode=disable`,
    redisUrl: `redis://127.0.0.1:${cache.port}`,
    redisPort: cache.port,
    beginCounting: async () => void (await owner.query('select pg_stat_statements_reset()')),
    counted: async () => {
      const { rows } = await owner.query<{ text: string; calls: number; ms: number }>(
        `select query as text, calls::float8 as calls, total_exec_time as ms from pg_stat_statements
         where userid = 'appliance'::regrole order by calls desc`,
      );
      return rows;
    },
    stop: async () => {
      clearInterval(writing);
      await owner.end();
      await cache.stop();
      await plant.stop();
    },
  };
}

/** Plain tables with the latest hour of a wall, and the trigger that wakes. */
async function prepare(owner: PlantConnection): Promise<void> {
  const statements = [
    'create extension pg_stat_statements',
    'create role appliance login',
    'create table metric (time timestamptz not null, work_unit_id text not null, name text not null, value float8)',
    'create index on metric (work_unit_id, name, time desc)',
    'grant select on metric to appliance',
    `insert into metric select t, 'cell-' || u, 'mark', 0
     from generate_series(now() - interval '1 hour', now(), '2 seconds') t, generate_series(1, ${UNITS}) u`,
  ];
  for (const statement of statements) await owner.query(statement);
}
