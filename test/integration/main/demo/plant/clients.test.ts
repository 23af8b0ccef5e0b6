import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../../src/main/plant/connection';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../../support/embedded-plant';

let plant: EmbeddedTestPlant;
beforeAll(async () => {
  plant = await startEmbeddedTestPlant();
});
afterAll(() => plant.stop());

async function withClients<T>(count: number, work: (...clients: PlantConnection[]) => Promise<T>): Promise<T> {
  const options = { applicationName: 'taktline test', queryTimeoutMs: 20_000 };
  const clients = await Promise.all(Array.from({ length: count }, () => connectPlant(plant.address(), options)));
  try {
    return await work(...clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

test('a client of pg finds TimescaleDB with its licensed functions', async () => {
  await withClients(1, async (client) => {
    await client.query('CREATE TABLE reading (time timestamptz NOT NULL, value float8)');
    await client.query("SELECT create_hypertable('reading', by_range('time', interval '1 hour'))");
    await client.query("ALTER TABLE reading SET (timescaledb.compress, timescaledb.compress_orderby = 'time desc')");
    await client.query('INSERT INTO reading VALUES ($1, $2)', ['2026-01-01T00:00:00Z', 1.5]);
    await client.query("SELECT compress_chunk(c) FROM show_chunks('reading') c");
    expect((await client.query('SELECT value FROM reading')).rows).toEqual([{ value: 1.5 }]);
  });
});

test('eight clients get 4,000 parameterised answers, each the answer to its own question', async () => {
  let wrongAnswers = 0;
  let next = 0;
  const startedMs = performance.now();
  const ask = async (client: PlantConnection, i: number) => {
    const named = i % 2 === 0 ? { name: `double_${i % 5}` } : {};
    const text = `SELECT $1::int * 2 AS twice, $2::text AS word, ${i % 5} AS which`;
    const { rows } = await client.query({ ...named, text, values: [i, `w${i}`] });
    if (rows.length !== 1 || rows[0].twice !== i * 2 || rows[0].word !== `w${i}` || rows[0].which !== i % 5)
      wrongAnswers += 1;
  };
  await withClients(8, async (...clients) => {
    await Promise.all(
      clients.map(async (client) => {
        for (let i = next++; i < 4_000; i = next++) await ask(client, i);
      }),
    );
  });
  const perSecond = Math.round(4_000 / ((performance.now() - startedMs) / 1_000));
  console.log(`embedded plant: ${perSecond} parameterised queries a second over 8 clients, ${wrongAnswers} wrong`);
  expect(wrongAnswers).toBe(0);
});

test('a client that dies inside a transaction is rolled back, and those who waited go on', async () => {
  await withClients(2, async (other, watcher) => {
    await watcher.query('CREATE TABLE deaths (n int)');
    let lost = 0;
    const dying = await connectPlant(plant.address(), { applicationName: 'taktline test' }, () => {
      lost += 1;
    });
    await dying.query('BEGIN');
    await dying.query('INSERT INTO deaths VALUES (1)');
    const waiting = other.query('SELECT count(*) AS n FROM deaths');
    // `pg` has no way to die: its socket is what a killed process leaves.
    Reflect.get(dying, 'connection').stream.destroy();
    expect((await waiting).rows).toEqual([{ n: 0 }]);
    await other.query('INSERT INTO deaths VALUES (2)');
    expect((await watcher.query('SELECT n FROM deaths')).rows).toEqual([{ n: 2 }]);
    expect(lost).toBe(1);
  });
});

test('a transaction is seen by nobody before its commit: others wait for it', async () => {
  await withClients(2, async (writer, reader) => {
    await writer.query('CREATE TABLE isolated (n int)');
    await writer.query('BEGIN');
    await writer.query('INSERT INTO isolated VALUES (1)');
    const seen = reader.query('SELECT count(*) AS n FROM isolated');
    await writer.query('INSERT INTO isolated VALUES (2)');
    await writer.query('COMMIT');
    expect((await seen).rows).toEqual([{ n: 2 }]);
  });
});

test('an error inside an extended query leaves the client and the others usable', async () => {
  await withClients(2, async (client, other) => {
    await expect(client.query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    await expect(client.query('SELECT nonsense($1)', [1])).rejects.toMatchObject({ code: '42883' });
    expect((await client.query('SELECT $1::int AS n', [7])).rows).toEqual([{ n: 7 }]);
    await client.query('BEGIN');
    await expect(client.query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    await expect(client.query('SELECT $1::int', [1])).rejects.toMatchObject({ code: '25P02' });
    const waiting = other.query('SELECT $1::int AS n', [8]);
    await client.query('ROLLBACK');
    expect((await waiting).rows).toEqual([{ n: 8 }]);
    expect((await client.query('SELECT $1::int AS n', [9])).rows).toEqual([{ n: 9 }]);
  });
});

test('two clients with one prepared-statement name each run their own statement', async () => {
  await withClients(2, async (one, two) => {
    const first = { name: 'same', text: 'SELECT $1::int + 1 AS n' };
    const second = { name: 'same', text: "SELECT $1::text || '!' AS word" };
    for (let round = 0; round < 3; round++) {
      expect((await one.query({ ...first, values: [round] })).rows).toEqual([{ n: round + 1 }]);
      expect((await two.query({ ...second, values: ['a'] })).rows).toEqual([{ word: 'a!' }]);
    }
    await two.query('DEALLOCATE ALL');
    expect((await one.query({ ...first, values: [41] })).rows).toEqual([{ n: 42 }]);
  });
});

test('names given by PREPARE are kept apart too, and go with their client', async () => {
  await withClients(1, async (one) => {
    await one.query('PREPARE q AS SELECT 1 AS n');
    await withClients(1, async (two) => {
      await two.query('PREPARE q AS SELECT 2 AS n; PREPARE "Q" AS SELECT 3 AS n');
      expect((await two.query('EXECUTE q')).rows).toEqual([{ n: 2 }]);
      expect((await two.query('EXECUTE "Q"')).rows).toEqual([{ n: 3 }]);
    });
    expect((await one.query('EXECUTE q')).rows).toEqual([{ n: 1 }]);
    expect((await one.query('SELECT count(*) AS n FROM pg_prepared_statements')).rows).toEqual([{ n: 1 }]);
    await one.query('DEALLOCATE q');
    await expect(one.query('EXECUTE q')).rejects.toMatchObject({ code: '26000' });
  });
});

test('an SQL cursor is read across batches while others ask', async () => {
  await withClients(2, async (reader, other) => {
    await reader.query('BEGIN');
    await reader.query('DECLARE c CURSOR FOR SELECT generate_series(1, 250) AS n');
    const seen: number[] = [];
    const waiting = other.query('SELECT 1 AS one');
    for (;;) {
      const { rows } = await reader.query('FETCH 100 FROM c');
      if (rows.length === 0) break;
      seen.push(...rows.map((row) => row.n));
    }
    await reader.query('COMMIT');
    expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    expect((await waiting).rows).toEqual([{ one: 1 }]);
  });
});

test('SET and a search path from the connection belong to their client', async () => {
  await withClients(2, async (one, two) => {
    await one.query('CREATE SCHEMA of_one; CREATE TABLE of_one.t AS SELECT 1 AS n');
    await two.query('CREATE SCHEMA of_two; CREATE TABLE of_two.t AS SELECT 2 AS n');
    await one.query('SET search_path = of_one, public');
    await two.query("SELECT set_config('search_path', 'of_two', false)");
    await two.query("SET timezone = 'Europe/Berlin'; SET work_mem = '8MB'");
    expect((await one.query('SELECT n FROM t')).rows).toEqual([{ n: 1 }]);
    expect((await two.query('SELECT n FROM t')).rows).toEqual([{ n: 2 }]);
    expect((await one.query('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
    expect((await one.query('SHOW work_mem')).rows).toEqual([{ work_mem: '4MB' }]);
    expect((await two.query('SHOW work_mem')).rows).toEqual([{ work_mem: '8MB' }]);
    await two.query('RESET ALL');
    expect((await two.query('SHOW search_path')).rows).toEqual([{ search_path: 'public' }]);
    expect((await two.query('SHOW client_min_messages')).rows).toEqual([{ client_min_messages: 'notice' }]);
    expect((await one.query('SELECT n FROM t')).rows).toEqual([{ n: 1 }]);
    await one.query('BEGIN');
    await one.query('SET search_path = of_two');
    await one.query('ROLLBACK');
    await two.query('SELECT 1');
    expect((await one.query('SELECT n FROM t')).rows).toEqual([{ n: 1 }]);
    await one.query('DISCARD ALL');
    expect((await one.query('SHOW search_path')).rows).toEqual([{ search_path: 'public' }]);
  });
});

test('a large answer and a large value arrive whole', async () => {
  await withClients(1, async (client) => {
    const { rows } = await client.query('SELECT n, n * 0.5 AS half FROM generate_series(1, 50000) n');
    expect(rows.length).toBe(50_000);
    expect(rows[49_999]).toEqual({ n: 50_000, half: '25000.0' });
    const bytes = Buffer.alloc(5_000_000, 'x');
    const answer = await client.query('SELECT length($1::bytea) AS n', [bytes]);
    expect(answer.rows).toEqual([{ n: 5_000_000 }]);
  });
});
