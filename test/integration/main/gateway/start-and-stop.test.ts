import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGateway } from '../../../../src/main/gateway/gateway';
import { GatewayFailure } from '../../../../src/main/gateway/gateway-failure';
import { CLOSE_CODES } from '../../../../src/shared/protocol';
import { type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

test('a port in use fails with its number and a remedy', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { sources, keys } = rig;
  const log = { info: () => {}, warn: () => {} };
  const failure = await startGateway({ port, staticFolder: '.', sources, accessKeys: keys, log }).catch(
    (error: unknown) => error,
  );
  other.close();
  expect(failure).toBeInstanceOf(GatewayFailure);
  expect(failure).toMatchObject({
    code: 'port-in-use',
    message: expect.stringMatching(`Port ${port} .*choose another port`),
  });
});

test('an address that this machine does not have is named', async () => {
  const { sources, keys } = rig;
  const log = { info: () => {}, warn: () => {} };
  const starting = startGateway({ host: '192.0.2.1', staticFolder: '.', sources, accessKeys: keys, log });
  await expect(starting).rejects.toMatchObject({
    code: 'address-unknown',
    message: expect.stringContaining('192.0.2.1'),
  });
});

test('closing tells the viewers, does not wait for a frozen one for long, and frees the port', async () => {
  const [client, frozen] = [await rig.greeted(), await rig.greeted()];
  frozen.socket.pause();
  const { port } = rig.gateway;
  const startedMs = performance.now();
  await Promise.all([rig.gateway.close(), rig.gateway.close()]);
  expect(performance.now() - startedMs).toBeLessThan(3_000);
  expect(await client.closed).toBe(CLOSE_CODES.shuttingDown);
  const again = createServer();
  await new Promise<void>((resolve) => again.listen(port, '127.0.0.1', resolve));
  again.close();
  frozen.socket.terminate();
});
