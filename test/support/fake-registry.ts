import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One package of a registry that lives as long as the test. */
export interface FakeRegistry {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** Resolves when half of the tarball has been sent for the first time. */
  readonly halfSent: Promise<void>;
  /** From now on downloads come whole; before, they stop at the half. */
  readonly sendWhole: () => void;
}

/** Serves `name@1.0.0` on loopback, at first only the first half of its tarball. */
export async function fakeRegistry(name: string, tarball: Buffer): Promise<FakeRegistry> {
  let isWhole = false;
  let tellHalf = (): void => undefined;
  const halfSent = new Promise<void>((resolve) => {
    tellHalf = resolve;
  });
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz') !== true) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(packument(name, tarball, `${url}${name}-1.0.0.tgz`)));
      return;
    }
    response.setHeader('content-length', tarball.length);
    if (isWhole) response.end(tarball);
    else response.write(tarball.subarray(0, tarball.length / 2), () => tellHalf());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const sendWhole = () => {
    isWhole = true;
  };
  return { url, halfSent, sendWhole };
}

function packument(name: string, tarball: Buffer, address: string): object {
  const dist = {
    tarball: address,
    integrity: integrityOf(tarball),
    shasum: createHash('sha1').update(tarball).digest('hex'),
  };
  return { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { name, version: '1.0.0', dist } } };
}

/** `sha512-…`, as npm writes it. */
export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}
