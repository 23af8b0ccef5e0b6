import { once } from 'node:events';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CLOSE_CODES, PROTOCOL_VERSION } from '../../src/shared/protocol';
import { liveUnit, type Rig, startRig } from '../integration/main/gateway/gateway-rig';
import { FrameMutator, type HostileFrame, messageIn, sampleFrames } from './hostile-frames';

/** The million takes minutes. */
const MESSAGES = process.env.TAKTLINE_LONG === undefined ? 20_000 : 1_000_000;
const OF_STRANGERS = MESSAGES / 10;
const PER_STRANGER = 10;
const AT_ONCE = 1_000;
const MAX_GROWTH_BYTES = 8 * 1024 * 1024;
const SEED = 20_261_123;
const UNBOUNDED = { messages: { burst: 1e9, perSecond: 1e9 }, maxBadMessages: 1e9 };
if (MESSAGES < 1_000_000) console.log(`${MESSAGES} hostile messages; a million with npm run test:long`);

let rig: Rig;

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** A viewer that counts what it is answered, by type, and keeps nothing. */
class CountingViewer {
  readonly socket: WebSocket;
  readonly counts = new Map<string, number>();
  #onMessage: () => void = () => {};

  constructor(port: number) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/live`);
    // A connection that the gateway ends is what some of these tests are about; 'close' follows.
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer, isBinary) => {
      const type = isBinary ? 'binary' : String(JSON.parse(data.toString()).type);
      this.counts.set(type, this.count(type) + 1);
      this.#onMessage();
    });
  }

  count(type: string): number {
    return this.counts.get(type) ?? 0;
  }

  async hello(token: string): Promise<void> {
    await once(this.socket, 'open');
    this.socket.send(JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION, token }));
    await this.until('pins', 1);
  }

  /** Resolves when so many messages of a type have come. */
  until(type: string, count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onMessage = () => {
        if (this.count(type) >= count) resolve();
      };
      this.#onMessage();
    });
  }
}

test('after hello: each frame is answered once and to its sender alone, and nothing is kept of any', async () => {
  rig = await startRig(UNBOUNDED);
  const [hostile, bystander] = [new CountingViewer(rig.gateway.port), new CountingViewer(rig.gateway.port)];
  await Promise.all([hostile, bystander].map((viewer) => viewer.hello(rig.keys.sessionToken)));
  bystander.socket.send(JSON.stringify({ type: 'subscribe', workUnitIds: ['press-1'] }));
  await bystander.until('snapshot', 1);
  const frames = new FrameMutator(sampleFrames(5_000, SEED), SEED);
  const due = { error: 0, snapshot: 0, averages: 0, diagnostics: 0 };
  /** A history's number may be in use still, an acknowledgement of what was never sent: both are refused. */
  let refusable = 0;
  let startBytes = 0;
  for (let sent = 0; sent < MESSAGES; sent += AT_ONCE) {
    for (let at = 0; at < AT_ONCE; at += 1) {
      const frame = frames.next();
      const type = messageIn(frame)?.type;
      if (type === undefined || type === 'hello') due.error += 1;
      if (type === 'history' || type === 'ack') refusable += 1;
      if (type === 'subscribe') due.snapshot += 1;
      if (type === 'averages' || type === 'diagnostics') due[type] += 1;
      hostile.socket.send(frame);
    }
    hostile.socket.send('{"type":"averages"}');
    due.averages += 1;
    await hostile.until('averages', due.averages);
    if (sent === AT_ONCE * 4) startBytes = heapBytes();
  }
  await hostile.until('diagnostics', due.diagnostics);
  const grownBytes = heapBytes() - startBytes;
  console.log(
    `${MESSAGES} hostile messages after hello: heap grew by ${(grownBytes / 1024).toFixed(0)} kB, answers ${JSON.stringify(Object.fromEntries(hostile.counts))}`,
  );
  expect(grownBytes).toBeLessThan(MAX_GROWTH_BYTES);
  const { snapshot, averages, diagnostics } = due;
  expect(Object.fromEntries(hostile.counts)).toMatchObject({ averages, diagnostics, welcome: 1 });
  expect(hostile.count('snapshot') + hostile.count('resumed')).toBe(snapshot);
  expect(hostile.count('error')).toBeGreaterThanOrEqual(due.error);
  expect(hostile.count('error')).toBeLessThanOrEqual(due.error + refusable);
  rig.sources.say([liveUnit('press-1', 1)]);
  await bystander.until('update', 1);
  const told = [...bystander.counts.keys()].filter((type) => type !== 'heartbeat' && type !== 'source').sort();
  expect(told).toEqual(['catalogue', 'pins', 'snapshot', 'update', 'welcome']);
  for (const viewer of [hostile, bystander]) viewer.socket.terminate();
}, 900_000);

test('before hello: nobody is answered but by a refusal, and nothing is kept of any', async () => {
  rig = await startRig({ maxUngreeted: 1_000 });
  const frames = new FrameMutator(sampleFrames(5_000, SEED + 1), SEED + 1);
  let startBytes = 0;
  for (let sent = 0; sent < OF_STRANGERS; sent += PER_STRANGER * 20) {
    await Promise.all(Array.from({ length: 20 }, () => visit(frames)));
    rig.logged.length = 0;
    if (sent === PER_STRANGER * 20 * 4) startBytes = heapBytes();
  }
  const grownBytes = heapBytes() - startBytes;
  console.log(`${OF_STRANGERS} hostile messages before hello: heap grew by ${(grownBytes / 1024).toFixed(0)} kB`);
  expect(grownBytes).toBeLessThan(MAX_GROWTH_BYTES);
  expect(rig.sources.questions).toEqual([]);
  expect(rig.gateway.viewerCount()).toBe(0);
}, 900_000);

async function visit(frames: FrameMutator): Promise<void> {
  const stranger = new CountingViewer(rig.gateway.port);
  await once(stranger.socket, 'open');
  const sent = Array.from({ length: PER_STRANGER }, () => frames.next());
  for (const frame of sent) stranger.socket.send(frame);
  const [code] = await once(stranger.socket, 'close');
  const first = messageIn(sent[0] ?? '');
  // A hello with a key that does not hold, or of another version after one, is told so; all else is closed in silence.
  expect([...stranger.counts.keys()]).toEqual(first?.type === 'hello' ? ['error'] : []);
  expect(code).toBe(CLOSE_CODES.unauthorised);
}

test('bytes that are no WebSocket frames, or no HTTP, end the connection and nothing else', async () => {
  rig = await startRig({ maxUngreeted: 1_000, helloDeadlineMs: 500 });
  const frames = sampleFrames(Math.min(MESSAGES / 100, 2_000), SEED + 2);
  for (let at = 0; at < frames.length; at += 20)
    await Promise.all(frames.slice(at, at + 20).map((frame, index) => speakRaw(frame, index % 2 === 0)));
  const client = await rig.greeted();
  client.say({ type: 'subscribe', workUnitIds: 'all' });
  await client.next('snapshot');
  client.socket.terminate();
}, 300_000);

/** A handshake and then bytes without a frame around them, or bytes from the first. */
async function speakRaw(frame: HostileFrame, shakesHands: boolean): Promise<void> {
  const { port } = rig.gateway;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
  });
  // A reset is an end like any other here.
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  if (shakesHands) {
    const head = `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${'x'.repeat(22)}==\r\nSec-WebSocket-Version: 13\r\n\r\n`;
    socket.write(head);
  }
  socket.write(frame);
  socket.end();
  await closed;
  if (!shakesHands && answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(answer).not.toMatch(/welcome|catalogue|snapshot/);
}
