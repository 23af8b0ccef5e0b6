// The least that the same bytes on the same schedule cost: pre-built frames written to raw sockets, in the same slices as
// the appliance's. It knows no protocol: who connects gets the recorded answers to hello and to subscribe.
import { createServer } from 'node:net';

const UPGRADED =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n';
const STEPS_PER_LOOK = 16;
const SLICE_MS = 8;
const HEARTBEAT_MS = 1_000;

/** @type {Set<import('node:net').Socket>} */
const viewers = new Set();
/** @type {Buffer} */
let greeting = Buffer.alloc(0);
/** @type {Buffer} */
let snapshot = Buffer.alloc(0);
/** @type {Map<number, Buffer>} */
let updates = new Map();
/** @type {{ frame: Buffer, to: Iterator<import('node:net').Socket> }[]} */
const jobs = [];
let isScheduled = false;

const server = createServer({ noDelay: true }, (socket) => {
  let asked = 0;
  socket.on('error', () => {});
  socket.on('close', () => viewers.delete(socket));
  socket.on('data', () => {
    asked += 1;
    if (asked === 1) socket.write(UPGRADED);
    else if (asked === 2) socket.write(greeting);
    else if (asked === 3) {
      socket.write(snapshot);
      viewers.add(socket);
    }
  });
});

function run() {
  isScheduled = true;
  const untilMs = performance.now() + SLICE_MS;
  for (let job = jobs[0]; job !== undefined; job = jobs[0]) {
    for (let steps = 0; steps < STEPS_PER_LOOK; steps += 1) {
      const next = job.to.next();
      if (next.done === true) {
        jobs.shift();
        break;
      }
      next.value.write(job.frame);
    }
    if (performance.now() >= untilMs && jobs.length > 0) {
      setImmediate(run);
      return;
    }
  }
  isScheduled = false;
}

/** @param {Buffer} frame */
function sendToAll(frame) {
  jobs.push({ frame, to: viewers.values() });
  if (!isScheduled) run();
}

process.on('message', (/** @type {any} */ message) => {
  if (message.type === 'frames') {
    greeting = Buffer.concat(message.frames.greeting);
    snapshot = Buffer.from(message.frames.snapshot);
    updates = new Map(
      message.frames.updates.map((/** @type {any} */ each, /** @type {number} */ at) => [
        at + 1,
        Buffer.from(each.frame),
      ]),
    );
    const heartbeat = Buffer.from(message.frames.heartbeat);
    setInterval(() => sendToAll(heartbeat), HEARTBEAT_MS);
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
      const address = server.address();
      process.send?.({ type: 'listening', port: typeof address === 'object' ? address?.port : 0 });
    });
  } else {
    const frame = updates.get(message.at);
    if (frame !== undefined) sendToAll(frame);
  }
});
process.on('disconnect', () => process.exit(0));
