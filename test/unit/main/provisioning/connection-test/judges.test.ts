import { describe, expect, test } from 'vitest';
import { judgeConnections, judgeRights } from '../../../../../src/main/provisioning/connection-test/rights-stages';
import type { ServerFacts, TableRights } from '../../../../../src/main/provisioning/connection-test/server-facts';
import { judgeClock } from '../../../../../src/main/provisioning/connection-test/session-stages';
import type { Finding } from '../../../../../src/main/provisioning/connection-test/stage-result';
import {
  judgeLicence,
  judgePostgresVersion,
  judgeTimescale,
  judgeTimescaleVersion,
  judgeWorkers,
} from '../../../../../src/main/provisioning/connection-test/version-stages';

/** A server in good order; each case says what differs. */
const GOOD: ServerFacts = {
  postgres_version: '17.5',
  postgres_version_number: 170_005,
  role: 'owner',
  is_superuser: false,
  is_standby: false,
  is_read_only: false,
  timescale_installed: '2.26.3',
  timescale_available: '2.26.3',
  is_timescale_trusted: true,
  preloaded: 'timescaledb',
  licence: 'timescale',
  timescale_workers: 16,
  worker_processes: 32,
  schedulers: 1,
  may_create_schemas: true,
  may_create_in_public: true,
  surplus: [],
  max_connections: 100,
  reserved_connections: 3,
  used_connections: 7,
  role_limit: null,
  role_used: 1,
  database_limit: null,
  database_used: 4,
};
const NOW_MS = Date.parse('2026-11-23T12:00:00Z');
const MINE: TableRights = { name: 'public.metric', owner: 'owner', is_own: true, may_select: true, may_insert: true };
const READ: TableRights = { ...MINE, is_own: false, may_insert: false };

type Case = readonly [title: string, finding: Finding, verdict: Finding['verdict'], says: RegExp];
const but = (change: Partial<ServerFacts>): ServerFacts => ({ ...GOOD, ...change });
const absent = { timescale_installed: null, licence: null };

const CASES: readonly Case[] = [
  ['a current PostgreSQL', judgePostgresVersion(GOOD, NOW_MS), 'passed', /17\.5/],
  [
    'a PostgreSQL past its end',
    judgePostgresVersion(but({ postgres_version_number: 140_020 }), NOW_MS),
    'warned',
    /2026-11-12/,
  ],
  [
    'an ancient PostgreSQL',
    judgePostgresVersion(but({ postgres_version_number: 120_003 }), NOW_MS),
    'failed',
    /too old/,
  ],
  ['TimescaleDB installed', judgeTimescale(GOOD), 'passed', /is installed/],
  ['TimescaleDB that we may install', judgeTimescale(but(absent)), 'warned', /CREATE EXTENSION/],
  [
    'TimescaleDB that we may not install',
    judgeTimescale(but({ ...absent, may_create_schemas: false })),
    'failed',
    /Ask the DBA/,
  ],
  ['TimescaleDB not trusted', judgeTimescale(but({ ...absent, is_timescale_trusted: false })), 'failed', /Ask the DBA/],
  [
    'TimescaleDB not preloaded',
    judgeTimescale(but({ ...absent, timescale_workers: null })),
    'failed',
    /shared_preload_libraries/,
  ],
  [
    'a server without TimescaleDB',
    judgeTimescale(but({ ...absent, timescale_available: null })),
    'failed',
    /not on this server/,
  ],
  ['a faultless TimescaleDB', judgeTimescaleVersion(GOOD), 'passed', /without faults/],
  [
    'an old TimescaleDB with faults',
    judgeTimescaleVersion(but({ timescale_installed: '2.17.2' })),
    'warned',
    /4 faults.*polls/,
  ],
  [
    'the version that would be installed',
    judgeTimescaleVersion(but({ ...absent, timescale_available: '2.26.0' })),
    'warned',
    /2\.26\.0 has a fault/,
  ],
  ['a TimescaleDB too old', judgeTimescaleVersion(but({ timescale_installed: '2.9.1' })), 'failed', /too old/],
  [
    'the Apache edition',
    judgeLicence(but({ licence: 'apache' })),
    'failed',
    /neither continuous aggregates nor compression/,
  ],
  ['a licence that is hidden', judgeLicence(but({ licence: null })), 'warned', /does not say/],
  ['no scheduler', judgeWorkers(but({ schedulers: 0 })), 'warned', /scheduler does not run/],
  ['too few worker processes', judgeWorkers(but({ worker_processes: 8 })), 'warned', /19 or more/],
  ['an owner', judgeRights(GOOD, [MINE], 'provision'), 'passed', /everything that a plan needs/],
  [
    'an owner without CREATE',
    judgeRights(but({ may_create_schemas: false }), [READ], 'provision'),
    'warned',
    /create schemas, nor change public\.metric.*DBA/,
  ],
  ['an owner on a standby', judgeRights(but({ is_standby: true }), [MINE], 'provision'), 'failed', /standby.*primary/],
  ['a reader', judgeRights(but({ may_create_schemas: false }), [READ], 'read'), 'passed', /nothing more/],
  [
    'a reader who may write',
    judgeRights(but({ surplus: ['may write public.metric'] }), [MINE], 'read'),
    'warned',
    /may write public\.metric/,
  ],
  [
    'a reader who may not read',
    judgeRights(GOOD, [{ ...READ, may_select: false }], 'read'),
    'failed',
    /may not read public\.metric/,
  ],
  [
    'a reader before provisioning',
    judgeRights(but({ may_create_schemas: false }), [], 'read'),
    'warned',
    /do not exist yet/,
  ],
  ['enough connections', judgeConnections(GOOD), 'passed', /90 more/],
  ['few connections', judgeConnections(but({ used_connections: 92 })), 'warned', /Only 5 more/],
  ['no connections', judgeConnections(but({ used_connections: 97 })), 'failed', /Only 0 more/],
  ['a limit of the role', judgeConnections(but({ role_limit: 3, role_used: 2 })), 'failed', /1 more.*limit of owner/],
  ['a limit of the database', judgeConnections(but({ database_limit: 9 })), 'warned', /5 more.*limit of the database/],
  ['clocks that agree within the way there and back', judgeClock(-1_400, 1_000), 'passed', /agree/],
  ['a clock that is behind', judgeClock(-2_000, 10), 'warned', /2 s behind ours.*NTP/],
  ['a clock that is an hour ahead', judgeClock(3_600_000, 10), 'failed', /3600 s ahead of ours/],
];

describe('the verdict on', () => {
  test.each(CASES)('%s', (_title, finding, verdict, says) => {
    expect(finding.verdict).toBe(verdict);
    expect(`${finding.what} ${finding.remedy ?? ''}`).toMatch(says);
    expect(finding.remedy === undefined).toBe(verdict === 'passed');
  });
});
