import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { encodeMessage } from '../../../../src/main/gateway/viewer-socket';
import { MARK_SERIES, ViewerLoad } from '../../../../src/main/load-test/viewer-load';

const EPOCH = 'e';
const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server that says what it is told to, and two viewers on it that have their snapshot. */
async function twoViewers() {
  const sockets: Socket[] = [];
  const said: string[] = [];
  const server = createServer((socket) => {
    let asked = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      asked += 1;
      if (asked === 1) socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      else if (asked === 2) socket.write(encodeMessage({ type: 'heartbeat', plantTimeMs: 0 }).bytes);
      else if (asked === 3) {
        sockets.push(socket);
        socket.write(encodeMessage({ type: 'snapshot', epoch: EPOCH, sequence: 10, units: [] }).bytes);
      } else said.push(bytes.toString('latin1'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let joined: () => void = () => {};
  const allIn = new Promise<void>((resolve) => {
    joined = resolve;
  });
  const load = new ViewerLoad({ nowMs: () => performance.now(), random: () => 0, onJoined: () => joined() });
  stops.push(() => {
    load.drop();
    server.close();
  });
  load.connect({ host: '127.0.0.1', port, token: 't', workUnitIds: ['press-1'], acknowledges: true }, 2);
  await allIn;
  const tell = (sequence: number, marks: readonly number[], to: readonly Socket[] = sockets) => {
    const series = [{ table: 'metric' as const, name: MARK_SERIES, timesMs: marks.map(() => 0), values: [...marks] }];
    const units = [{ workUnitId: 'press-1', series, touched: [] }];
    for (const socket of to) socket.write(encodeMessage({ type: 'update', sequence, units }).bytes);
  };
  const reportOf = (marks: number) =>
    load.report({
      fromMs: 0,
      toMs: 0,
      skipped: 0,
      marks: new Map(Array.from({ length: marks }, (_, at) => [at + 1, 0])),
    });
  return { sockets, said, tell, reportOf };
}

test('a commit that one viewer never gets is lost once, and one that nobody gets once for each', async () => {
  const { sockets, tell, reportOf } = await twoViewers();
  tell(11, [1, 2]);
  tell(12, [3], sockets.slice(0, 1));
  tell(13, [5]);
  await expect.poll(() => reportOf(5).lost).toBe(1 + 2);
  expect(reportOf(5).doubled).toBe(0);
});

test('what comes twice is doubled', async () => {
  const { tell, reportOf } = await twoViewers();
  tell(11, [1]);
  tell(11, [1]);
  await expect.poll(() => reportOf(1)).toMatchObject({ lost: 0, doubled: 2 });
});

test('what latest values stand in for is not lost, what is missing beside them is', async () => {
  const { sockets, tell, reportOf } = await twoViewers();
  const [first, second] = sockets;
  if (first === undefined || second === undefined) throw new Error('There are two viewers.');
  tell(11, [1]);
  for (const [at, mark] of [2, 3, 4, 5].entries()) tell(12 + at, [mark], [first]);
  second.write(encodeMessage({ type: 'latest', sequence: 13, units: [] }).bytes);
  tell(15, [5], [second]);
  await expect.poll(() => reportOf(5)).toMatchObject({ lost: 1, latest: 1 });
});

test('what was taken in is acknowledged by itself, although nothing else comes', async () => {
  const { said, tell } = await twoViewers();
  tell(11, [1]);
  await expect.poll(() => said.filter((text) => text.includes('"sequence":11}')).length, { timeout: 3_000 }).toBe(2);
});
