import { faultsOf } from './known-faults';
import type { ServerFacts } from './server-facts';
import { type Finding, failed, passed, warned } from './stage-result';
import { compareVersions } from './versions';

/** TimescaleDB 2.13, which our schema needs, runs from PostgreSQL 13 on. */
const OLDEST_POSTGRES = 13;
/** The first with `by_range`, which our schema uses. */
const OLDEST_TIMESCALE = '2.13.0';

/** Last day on which the PostgreSQL community mends a major version (postgresql.org/support/versioning). */
const POSTGRES_ENDS: Readonly<Record<number, string>> = {
  13: '2025-11-13',
  14: '2026-11-12',
  15: '2027-11-11',
  16: '2028-11-09',
  17: '2029-11-08',
  18: '2030-11-14',
};

const DAY_MS = 24 * 3_600_000;

export function judgePostgresVersion(facts: ServerFacts, nowMs: number): Finding {
  const major = Math.floor(facts.postgres_version_number / 10_000);
  const details = { version: facts.postgres_version, major };
  if (major < OLDEST_POSTGRES) {
    return failed(
      `The server is PostgreSQL ${facts.postgres_version}, which is too old.`,
      `Update it to PostgreSQL ${OLDEST_POSTGRES} or later, best to one that is still mended.`,
      details,
    );
  }
  const end = POSTGRES_ENDS[major];
  if (end !== undefined && nowMs >= Date.parse(end) + DAY_MS) {
    return warned(
      `The server is PostgreSQL ${facts.postgres_version}, which has had no security fixes since ${end}.`,
      'Plan an update of PostgreSQL; Taktline works with it meanwhile.',
      details,
    );
  }
  return passed(`The server is PostgreSQL ${facts.postgres_version}.`, details);
}

/** Whether TimescaleDB is there, or the plan can make it so. */
export function judgeTimescale(facts: ServerFacts): Finding {
  const { timescale_installed: installed, timescale_available: available, preloaded } = facts;
  const details = { installed, available, preloaded };
  if (installed !== null) return passed(`TimescaleDB is installed in this database.`, details);
  if (available === null) {
    return failed(
      'TimescaleDB is not on this server.',
      "Install the package timescaledb-2 for the server's PostgreSQL, add it to shared_preload_libraries and restart.",
      details,
    );
  }
  // Its loader brings this setting, which everybody may see; shared_preload_libraries is hidden from ordinary roles.
  if (facts.timescale_workers === null) {
    return failed(
      'TimescaleDB lies ready on the server but is not loaded.',
      "Add 'timescaledb' to shared_preload_libraries in postgresql.conf and restart PostgreSQL.",
      details,
    );
  }
  if (facts.is_superuser || (facts.is_timescale_trusted && facts.may_create_schemas)) {
    return warned(
      'TimescaleDB lies ready on the server but is not installed in this database.',
      'The plan begins with CREATE EXTENSION timescaledb, which this role may do.',
      details,
    );
  }
  return failed(
    `TimescaleDB is not installed in this database, and ${facts.role} may not install it.`,
    'Ask the DBA to run in this database: CREATE EXTENSION timescaledb;',
    details,
  );
}

/** Known faults of the version that is installed, or of the one that the plan would install. They never block. */
export function judgeTimescaleVersion(facts: ServerFacts): Finding {
  const version = facts.timescale_installed ?? facts.timescale_available ?? '0';
  if (compareVersions(version, OLDEST_TIMESCALE) < 0) {
    return failed(
      `TimescaleDB is ${version}, which is too old for aggregates of our own.`,
      `Update TimescaleDB to ${OLDEST_TIMESCALE} or later: ALTER EXTENSION timescaledb UPDATE;`,
      { version },
    );
  }
  const faults = faultsOf(version);
  if (faults.length === 0) return passed(`TimescaleDB is ${version}, without faults known to us.`, { version });
  const effects = faults.map(({ effect }) => effect).join(' ');
  return warned(
    faults.length === 1
      ? `TimescaleDB ${version} has a fault known to us: ${effects}`
      : `TimescaleDB ${version} has ${faults.length} faults known to us: ${effects}`,
    faults.map(({ remedy }) => remedy).join(' '),
    {
      version,
      faults: faults.map(({ id }) => id),
      adaptations: [...new Set(faults.flatMap(({ adaptations }) => adaptations))],
    },
  );
}

export function judgeLicence(facts: ServerFacts): Finding {
  const licence = facts.licence ?? 'unknown';
  if (licence === 'timescale') return passed('The licence is timescale: aggregates and compression work.', { licence });
  if (licence === 'unknown') {
    return warned(
      'The server does not say which licence its TimescaleDB runs under.',
      'Check SHOW timescaledb.license; aggregates and compression need the value timescale.',
      { licence },
    );
  }
  return failed(
    `The licence is ${licence}: this TimescaleDB has neither continuous aggregates nor compression.`,
    "Install Timescale's own edition and set timescaledb.license = 'timescale', or adopt the tables without conversion.",
    { licence },
  );
}

/** Whether anything will run the policies that the plan makes. */
export function judgeWorkers(facts: ServerFacts): Finding {
  const details = {
    schedulers: facts.schedulers,
    maxTimescaleWorkers: facts.timescale_workers,
    maxWorkerProcesses: facts.worker_processes,
  };
  if (facts.schedulers === 0) {
    return warned(
      "TimescaleDB's scheduler does not run in this database: nothing would refresh, compress or drop by itself.",
      'Raise timescaledb.max_background_workers and max_worker_processes, restart, or SELECT _timescaledb_functions.start_background_workers().',
      details,
    );
  }
  const wanted = (facts.timescale_workers ?? 0) + 3;
  if (facts.worker_processes !== null && facts.worker_processes < wanted) {
    return warned(
      `The scheduler runs, but max_worker_processes (${facts.worker_processes}) leaves it too few workers: policies may fall behind.`,
      `Set max_worker_processes to ${wanted} or more and restart PostgreSQL.`,
      details,
    );
  }
  return passed("TimescaleDB's scheduler runs in this database.", details);
}
