import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { liveClock } from '../engine/live-time';
import { AccessKeys } from '../gateway/access-keys';
import { startGateway } from '../gateway/gateway';
import type { FromLoadServer, ToLoadServer } from './load-messages';
import { MadeUpSource } from './made-up-source';

/**
 * The serving side of a load test: hub and gateway as every appliance has them, on loopback, on made-up values, in a
 * process of its own; it ends with the channel to whoever started it.
 */

/** The machine's clock, which all processes of the test share, ms. */
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
const send = (message: FromLoadServer) => process.send?.(message);

const source = new MadeUpSource(liveClock(Date.now), randomUUID());
let marks = new Map<number, number>();
let cpu = process.cpuUsage();

function measured(): FromLoadServer {
  const { user, system } = process.cpuUsage(cpu);
  const answer = {
    type: 'measured',
    marks,
    cpuMs: (user + system) / 1_000,
    residentBytes: process.memoryUsage.rss(),
  } as const;
  marks = new Map();
  cpu = process.cpuUsage();
  return answer;
}

/** At a steady rate, however late a single timer is. */
function write(perSecond: number): void {
  const startedMs = nowMs();
  let made = 0;
  const next = () => {
    while (startedMs + (made * 1_000) / perSecond <= nowMs()) {
      made += 1;
      const changedMs = nowMs();
      marks.set(source.changeNext(), changedMs);
    }
    setTimeout(next, startedMs + (made * 1_000) / perSecond - nowMs());
  };
  next();
}

async function main(): Promise<void> {
  const accessKeys = new AccessKeys({ monotonicMs: () => performance.now(), randomBytes });
  const gateway = await startGateway({
    ...{ staticFolder: join(__dirname, '../renderer'), sources: source.sources, accessKeys },
    log: { info: () => {}, warn: () => {} },
  });
  const { workUnitIds } = source;
  send({
    type: 'listening',
    target: { host: '127.0.0.1', port: gateway.port, token: accessKeys.sessionToken, workUnitIds },
  });
  process.on('message', (message: ToLoadServer) => {
    if (message.type === 'write') write(message.perSecond);
    else send(measured());
  });
}

process.on('disconnect', () => process.exit(0));
main().catch((error: Error) => send({ type: 'failed', message: error.message }));
