import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { plantAddress } from '../plant/address';
import { connectPlant } from '../plant/connection';
import type { ConnectionTestDeps } from '../provisioning/connection-test/test-target';

/** The connection test's world: this machine's names, files, clocks and sockets. */
export function connectionTestDeps(): ConnectionTestDeps {
  const readFile = (path: string) => readFileSync(path, 'utf8');
  return {
    connect: (target, options) => connectPlant(plantAddress(target, readFile), options),
    lookup: (host) => lookup(host, { all: true }),
    readFile,
    nowMs: Date.now,
    elapsedMs: () => performance.now(),
    randomId: () => randomUUID().replaceAll('-', ''),
  };
}
