import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { makePlainTables } from '../../../support/plain-tables';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../plant/real-postgres';
import { type FeedRig, startFeed } from './feed-rig';

const programs = postgresPrograms();
if (programs === undefined)
  console.log('PostgreSQL is not installed (apt-get install postgresql): its tests are skipped');

const WRITERS = 4;
const ROWS_PER_WRITER = 150;

describe.skipIf(programs === undefined)(
  'on a real server, with sessions that end and commits that overtake each other',
  () => {
    let server: RealPostgres;
    let owner: PlantConnection;
    let rig: FeedRig | undefined;

    beforeAll(async () => {
      server = await startRealPostgres(programs ?? '');
      owner = await connectPlant(server.address, { applicationName: 'taktline test owner' });
      await makePlainTables(owner);
    });

    afterEach(async () => {
      await rig?.close();
    });

    afterAll(async () => {
      await owner?.end();
      await server?.stop();
    });

    /** Writes rows one transaction each; every third commits 20 ms after its time, behind newer ones. */
    async function write(writer: number): Promise<void> {
      const client = await connectPlant(server.address, { applicationName: 'taktline test writer' });
      for (let row = 0; row < ROWS_PER_WRITER; row += 1) {
        await client.query('begin');
        const values = [new Date(), `unit-${row % 3}`, writer * 1_000 + row];
        await client.query("insert into metric values ($1, $2, 'count', $3)", values);
        if (row % 3 === 0) await sleep(20);
        await client.query('commit');
      }
      await client.end();
    }

    async function endOurSessions(): Promise<void> {
      await owner.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name in ('taktline test listen', 'taktline reader')",
      );
    }

    test('every row is delivered once, however often our sessions are ended meanwhile', async () => {
      const units = ['unit-0', 'unit-1', 'unit-2'];
      const feed = startFeed(server.address, units);
      rig = feed;
      await feed.untilState('listening');
      const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
      let isWriting = true;
      const done = writing.then(() => {
        isWriting = false;
      });
      while (isWriting) {
        await Promise.race([sleep(400), done]);
        await endOurSessions();
        feed.feed.connectNow();
      }
      const wanted = Array.from({ length: WRITERS }, (_, writer) =>
        Array.from({ length: ROWS_PER_WRITER }, (_value, row) => writer * 1_000 + row),
      ).flat();
      const got = () => units.flatMap((unit) => feed.values(unit));
      await feed.until(() => got().length >= wanted.length);
      expect(got().sort((a, b) => a - b)).toEqual(wanted);
      expect(feed.problems.filter(({ what }) => what === 'lost').length).toBeGreaterThan(0);
    });
  },
);
