import { afterAll, beforeAll, expect, test } from 'vitest';
import { cString, FRONTEND, frame, queryFrame, SYNC_FRAME } from '../../../../../src/main/demo/plant/wire';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../../support/embedded-plant';
import { RawClient } from '../../../../support/raw-client';

let plant: EmbeddedTestPlant;
beforeAll(async () => {
  plant = await startEmbeddedTestPlant({ extraArguments: ['--idle-in-transaction-ms', '1500'] });
});
afterAll(() => plant.stop());

async function open(parameters: Readonly<Record<string, string>> = {}): Promise<RawClient> {
  const client = await RawClient.open(plant.address().port, { user: 'taktline', database: 'postgres', ...parameters });
  expect((await client.until('Z')).types).toMatch(/^RS+KZ$/);
  return client;
}

async function refusal(parameters: Readonly<Record<string, string>>) {
  const client = await RawClient.open(plant.address().port, parameters);
  return (await client.until('E')).error;
}

const NO_ARGUMENTS = Buffer.from([0, 0, 0, 0, 0, 0]);
const parse = (name: string, sql: string) => frame(FRONTEND.parse, cString(name), cString(sql), Buffer.alloc(2));
const bind = (portal: string, statement: string) =>
  frame(FRONTEND.bind, cString(portal), cString(statement), NO_ARGUMENTS);
const execute = (portal: string, maxRows: number) =>
  frame(FRONTEND.execute, cString(portal), Buffer.from([0, 0, 0, maxRows]));
const FLUSH = frame(FRONTEND.flush);
const FAREWELL = frame(FRONTEND.terminate);

async function ask(client: RawClient, sql: string) {
  client.send(queryFrame(sql));
  return client.until('Z');
}

test('a portal is read in batches between Flush and Sync, and only then do others get their turn', async () => {
  const [reader, other] = [await open(), await open()];
  reader.send(parse('s', 'SELECT generate_series(1, 5)'), bind('p', 's'), execute('p', 2), FLUSH);
  expect((await reader.until('s')).types).toBe('12DDs');
  other.send(queryFrame('SELECT 1'));
  reader.send(execute('p', 2), FLUSH);
  expect((await reader.until('s')).types).toBe('DDs');
  reader.send(execute('p', 2), SYNC_FRAME);
  expect((await reader.until('Z')).types).toBe('DCZ');
  expect((await other.until('Z')).types).toBe('TDCZ');
  for (const client of [reader, other]) client.send(FAREWELL);
});

test('a client that dies between Flush and Sync gives the session free', async () => {
  const [dying, other] = [await open(), await open()];
  dying.send(parse('s', 'SELECT generate_series(1, 5)'), bind('p', 's'), execute('p', 2), FLUSH);
  await dying.until('s');
  other.send(queryFrame('SELECT 1'));
  dying.die();
  expect((await other.until('Z')).types).toBe('TDCZ');
  const again = await open();
  again.send(parse('s', 'SELECT 2'), bind('', 's'), execute('', 0), SYNC_FRAME);
  expect((await again.until('Z')).types).toBe('12DCZ');
  for (const client of [other, again]) client.send(FAREWELL);
});

test('a client that is being admitted while another dies in a transaction gets a session of its own', async () => {
  const dying = await open();
  await ask(dying, 'CREATE TABLE abandoned (n int)');
  dying.send(queryFrame('BEGIN; INSERT INTO abandoned VALUES (1); SET LOCAL search_path = pg_catalog'));
  await dying.until('Z');
  const admitted = RawClient.open(plant.address().port, { user: 'taktline_reader', database: 'postgres' });
  dying.die();
  const other = await admitted;
  await other.until('Z');
  expect((await ask(other, 'SELECT current_user')).frames[1]?.toString('latin1')).toContain('taktline_reader');
  const count = await ask(other, 'SELECT count(*) FROM abandoned');
  expect(count.frames[1]?.toString('latin1').endsWith('0')).toBe(true);
  other.send(FAREWELL);
});

test('the unnamed statement stays its client’s own when another client parses one between', async () => {
  const [one, two] = [await open(), await open()];
  one.send(parse('', 'SELECT 11'), SYNC_FRAME);
  expect((await one.until('Z')).types).toBe('1Z');
  two.send(parse('', 'SELECT 22, 22'), SYNC_FRAME);
  await two.until('Z');
  one.send(bind('', ''), execute('', 0), SYNC_FRAME);
  const answer = await one.until('Z');
  expect(answer.types).toBe('2DCZ');
  expect(answer.frames[1]?.toString('latin1')).toContain('11');
  for (const client of [one, two]) client.send(FAREWELL);
});

test('an error in the middle of an extended batch skips to its Sync', async () => {
  const client = await open();
  client.send(parse('', 'SELECT 1/0'), bind('', ''), execute('', 0), parse('', 'SELECT 1'), bind('', ''), SYNC_FRAME);
  const answer = await client.until('Z');
  expect(answer.error?.code).toBe('22012');
  expect(answer.types).toMatch(/^1?2?EZ$/);
  expect((await ask(client, 'SELECT 1')).types).toBe('TDCZ');
  client.send(FAREWELL);
});

test('messages that the engine would not survive end their connection alone', async () => {
  const other = await open();
  for (const hostile of [frame(0x46, Buffer.alloc(4)), frame(0x7a), frame(0x70, cString('x'))]) {
    const client = await open();
    client.send(hostile);
    expect((await client.until('E')).error?.code).toBe('08P01');
  }
  const huge = await open();
  huge.send(Buffer.from([FRONTEND.query, 0x7f, 0xff, 0xff, 0xff]));
  expect((await huge.until('E')).error?.message).toContain('invalid message length');
  expect((await ask(other, 'SELECT 1')).types).toBe('TDCZ');
  other.send(FAREWELL);
});

test('unknown users, databases and settings are refused as by a server', async () => {
  expect(await refusal({ user: 'nobody', database: 'postgres' })).toEqual({
    code: '28000',
    message: 'role "nobody" does not exist',
  });
  expect((await refusal({ user: 'taktline', database: 'elsewhere' }))?.code).toBe('3D000');
  expect((await refusal({ user: 'taktline', database: 'postgres', no_such_setting: '1' }))?.code).toBe('42704');
  expect((await refusal({ user: "o'\\neil", database: 'postgres' }))?.code).toBe('28000');
});

test('settings in the start-up options are the client’s own', async () => {
  const client = await open({ options: '-c search_path=pg_catalog -c work_mem=5MB' });
  const other = await open();
  await ask(other, 'SELECT 1');
  expect((await ask(client, 'SHOW search_path')).frames[1]?.toString('latin1')).toContain('pg_catalog');
  expect((await ask(other, 'SHOW search_path')).frames[1]?.toString('latin1')).toContain('public');
  for (const each of [client, other]) each.send(FAREWELL);
});

test('COPY FROM STDIN loads rows, and a bad row loads none and harms nobody', async () => {
  const client = await open();
  await ask(client, 'CREATE TABLE copied (n int, word text)');
  const copy = async (data: string, last: Buffer) => {
    client.send(queryFrame('COPY copied (n, word) FROM STDIN'));
    expect((await client.until('G')).types).toBe('G');
    const [first, second] = [data.slice(0, 5), data.slice(5)];
    client.send(...[first, second].map((part) => frame(FRONTEND.copyData, Buffer.from(part))), last);
    return client.until('Z');
  };
  const done = frame(FRONTEND.copyDone);
  expect((await copy('1\tone\n2\ttwo\n', done)).types).toBe('CZ');
  const bad = await copy('3\tthree\nfour\tfour\n', done);
  expect(bad.error?.code).toBe('22P02');
  expect(bad.types.endsWith('EZ')).toBe(true);
  const abandoned = await copy('5\tfive\n', frame(FRONTEND.copyFail, cString('changed my mind')));
  expect(abandoned.error?.code).toBe('57014');
  const out = await ask(client, 'COPY copied TO STDOUT');
  expect(out.types).toBe('HddcCZ');
  expect(Buffer.concat(out.frames).toString('latin1')).toContain('2\ttwo\n');
  client.send(queryFrame('COPY no_such_table FROM STDIN'));
  await client.until('G');
  client.send(frame(FRONTEND.copyData, Buffer.from('1\n')), done);
  expect((await client.until('Z')).error?.code).toBe('42P01');
  expect((await ask(client, 'SELECT count(*) FROM copied')).types).toBe('TDCZ');
  client.send(FAREWELL);
});

test('COPY FROM STDIN in a transaction is rolled back with it; where it cannot work a sentence says so', async () => {
  const client = await open();
  await ask(client, 'CREATE TABLE copied_in_transaction (n int)');
  await ask(client, 'BEGIN');
  client.send(queryFrame('COPY copied_in_transaction FROM STDIN'));
  await client.until('G');
  client.send(frame(FRONTEND.copyData, Buffer.from('1\n')), frame(FRONTEND.copyDone));
  expect((await client.until('Z')).types).toBe('CZ');
  await ask(client, 'ROLLBACK');
  const count = await ask(client, 'SELECT count(*) FROM copied_in_transaction');
  expect(count.frames[1]?.toString('latin1').endsWith('0')).toBe(true);
  client.send(parse('', 'COPY copied_in_transaction FROM STDIN'), bind('', ''), execute('', 0), SYNC_FRAME);
  expect((await client.until('Z')).error?.message).toContain('simple query only');
  const many = await ask(client, 'SELECT 1; COPY copied_in_transaction FROM STDIN');
  expect(many.error?.message).toContain('COPY FROM STDIN must be sent alone');
  client.send(FAREWELL);
});

test('a client that idles inside a transaction while others wait is cut off', async () => {
  const [idle, other] = [await open(), await open()];
  await ask(idle, 'BEGIN');
  const startedMs = performance.now();
  expect((await ask(other, 'SELECT 1')).types).toBe('TDCZ');
  expect(performance.now() - startedMs).toBeGreaterThan(1_000);
  expect((await idle.until('E')).error?.code).toBe('25P03');
  other.send(FAREWELL);
});

test('a request for encryption is declined, one to cancel is accepted and has no effect', async () => {
  const client = await open();
  const { connect } = await import('node:net');
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(plant.address().port, '127.0.0.1', () => {
      socket.write(Buffer.from([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f]));
    });
    socket.once('data', (data) => {
      resolve(data.toString('latin1'));
      socket.destroy();
    });
  });
  expect(answer).toBe('N');
  await new Promise<void>((resolve) => {
    const socket = connect(plant.address().port, '127.0.0.1', () => {
      socket.write(Buffer.from([0, 0, 0, 16, 4, 0xd2, 0x16, 0x2e, 0, 0, 0, 1, 0, 0, 0, 1]));
    });
    socket.resume().once('close', () => resolve());
  });
  expect((await ask(client, 'SELECT 1')).types).toBe('TDCZ');
  client.send(FAREWELL);
});
