import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { readCatalogue } from '../../../../src/main/provisioning/catalogue/read-catalogue';
import { completePlan } from '../../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { provisioningSteps } from '../../../../src/main/provisioning/steps';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../plant/real-postgres';

/**
 * Applying among other sessions, which the embedded plant has not: another installer, a backend that is ended, a writer
 * that holds a lock. The steps are those that need no TimescaleDB: the tables and the bookkeeping.
 */
const programs = postgresPrograms();
if (programs === undefined) console.log('skipped: the PostgreSQL server programs are not installed');

const PLAIN = [
  'taktline-schema',
  'applied-step',
  'preparation',
  'recording',
  'work-calendar',
  'metric',
  'performance-metric',
  'work-unit',
  'metric-definition',
];
const STEPS = provisioningSteps(DEFAULT_SCHEMA_SETTINGS).filter((step) => PLAIN.includes(step.id));
const replan = async (client: SqlClient) => completePlan(await readCatalogue(client), STEPS, { prepared: [] });

let server: RealPostgres;
let observer: PlantConnection;
const opened: PlantConnection[] = [];

beforeAll(async () => {
  if (programs === undefined) return;
  server = await startRealPostgres(programs);
  observer = await connectPlant(server.address, { applicationName: 'observer' });
});

beforeEach(async () => {
  for (const client of opened.splice(0)) await client.end().catch(() => undefined);
  await observer?.query(
    'DROP SCHEMA IF EXISTS taktline CASCADE; DROP TABLE IF EXISTS metric, performance_metric, work_unit, metric_definition',
  );
});

afterAll(async () => {
  for (const client of opened) await client.end().catch(() => undefined);
  await observer?.end();
  await server?.stop();
});

async function installer(name: string): Promise<PlantConnection> {
  const client = await connectPlant(server.address, { applicationName: name });
  opened.push(client);
  return client;
}

/** The ledger without times: who made what, once each. */
async function ledger(): Promise<readonly unknown[]> {
  const { rows } = await observer.query('SELECT step_id, outcome FROM taktline.applied_step ORDER BY step_id');
  return rows;
}

const COMPLETE = PLAIN.toSorted().map((step_id) => ({ step_id, outcome: 'made' }));

test.skipIf(programs === undefined)(
  'two that apply at once have one effect, and both find everything done',
  async () => {
    const [one, other] = [await installer('one'), await installer('other')];
    const accepted = [await replan(one), await replan(other)] as const;
    const done: string[] = [];
    const apply = (client: PlantConnection, plan: (typeof accepted)[number], name: string) =>
      applyPlan(client, plan, replan, { waitMs: 20_000, onStep: () => done.push(name) });
    const left = await Promise.all([apply(one, accepted[0], 'one'), apply(other, accepted[1], 'other')]);
    expect(left.map((plan) => plan.steps)).toEqual([[], []]);
    // Who came second had nothing left to do.
    expect(new Set(done).size).toBe(1);
    expect(await ledger()).toEqual(COMPLETE);
  },
);

test.skipIf(programs === undefined)(
  'who does not want to wait is told at once that another installer is at work',
  async () => {
    const [one, other] = [await installer('one'), await installer('other')];
    const plan = await replan(one);
    let told: unknown;
    await applyPlan(one, plan, replan, {
      onStep: () => {
        told ??= applyPlan(other, plan, replan).catch((error: unknown) => error);
      },
    });
    expect(await told).toMatchObject({ code: 'locked', message: expect.stringContaining('Another installer') });
    expect(await ledger()).toEqual(COMPLETE);
  },
);

test.skipIf(programs === undefined)('a backend ended at any step leaves what the next run finishes', async () => {
  for (let at = 0; at < PLAIN.length; at += 1) {
    const client = await installer(`ended-${at}`);
    let written = 0;
    const ending: SqlClient = {
      query: async (text, values) => {
        if (/applied_step \(/.test(text) && written++ === at) {
          await observer.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
            `ended-${at}`,
          ]);
        }
        return values === undefined ? client.query(text) : client.query(text, [...values]);
      },
    };
    const outcome = await applyPlan(ending, await replan(client), replan).then(
      (left) => left.steps.length,
      (error: Error) => error.message,
    );
    // The schema and its ledger are one step: there is one write fewer than steps.
    if (outcome === 0) expect(at).toBe(PLAIN.length - 1);
    else expect(outcome).toMatch(/failed: (Connection terminated|terminating connection|Client has encountered)/);
    const next = await installer(`next-${at}`);
    expect(await applyPlan(next, await replan(next), replan)).toMatchObject({ steps: [], problems: [] });
    expect(await ledger()).toEqual(COMPLETE);
    await observer.query(
      'DROP SCHEMA taktline CASCADE; DROP TABLE metric, performance_metric, work_unit, metric_definition',
    );
  }
});

test.skipIf(programs === undefined)(
  'a step gives up a lock that it cannot have within a second, and writers go on',
  async () => {
    const client = await installer('installer');
    await applyPlan(client, await replan(client), replan);
    const writer = await installer('writer');
    await writer.query('BEGIN; LOCK TABLE metric IN ROW EXCLUSIVE MODE');
    const sql = 'ALTER TABLE metric ADD COLUMN note text';
    const blocked = async (each: SqlClient) => {
      const plan = await replan(each);
      const step = {
        id: 'metric-hypertable',
        group: 'schema',
        action: 'alter',
        reason: 'Locks',
        sql,
        locks: 'metric',
      } as const;
      return { ...plan, steps: [{ ...step, entries: [] }] };
    };
    const startedMs = performance.now();
    await expect(applyPlan(client, await blocked(client), blocked)).rejects.toThrow(
      /Step metric-hypertable .* A lock was not to be had; look for a long transaction/,
    );
    console.log(`gave up a lock after ${Math.round(performance.now() - startedMs)} ms`);
    // Nobody stands in the queue any more: another writer gets in at once.
    const second = await installer('second writer');
    await second.query(`SET lock_timeout = '5s'; INSERT INTO metric VALUES (now(), 'a', 'b', 1)`);
    await writer.query('ROLLBACK');
  },
);
