import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** The address of a plant that cannot be reached. */
export interface AwayPlant {
  /** As the appliance calls it. */
  readonly name: string;
  /** Writes the file that the command line takes. @returns its path */
  urlFile(folder: string): string;
  close(): void;
}

/** Connecting succeeds, and then there is silence: a cable that was pulled, a firewall that drops. */
export async function silentPlant(): Promise<AwayPlant> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return awayPlant((server.address() as AddressInfo).port, () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

/** Nobody listens at its port any more. */
export async function refusingPlant(): Promise<AwayPlant> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return awayPlant(port, () => {});
}

function awayPlant(port: number, close: () => void): AwayPlant {
  return {
    name: `127.0.0.1:${port}/line`,
    urlFile: (folder) => {
      const path = join(folder, 'plant-url');
      writeFileSync(path, `postgresql://reader:secret@127.0.0.1:${port}/line\n`, { mode: 0o600 });
      return path;
    },
    close,
  };
}
