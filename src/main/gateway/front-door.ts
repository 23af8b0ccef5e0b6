import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { isLoopback, plainAddress } from './ip-address';
import type { LanCertificate } from './tls/lan-identity';

export interface FrontDoorLimits {
  /** A connection that has not begun to speak, or not finished TLS' greeting, within this is ended, ms. */
  readonly greetingMs: number;
  /** Connections of one address of the network, of whatever kind. */
  readonly maxSocketsPerAddress: number;
}

/** First byte of TLS: a record that carries a handshake. No HTTP request begins with it. */
const TLS_HANDSHAKE = 0x16;

type Listener = (socket: Socket) => void;

/**
 * TLS and plain HTTP on one port, so that there is one address to know: the first byte tells them apart. Stands before
 * an HTTP server that listens, and hands each connection on to it, opened where it was sealed; the server's own
 * deadlines and its closing hold for all of them.
 */
export class FrontDoor {
  readonly #limits: FrontDoorLimits;
  readonly #handOn: Listener;
  readonly #tls: TlsServer;
  /** Those that are not the server's yet. */
  readonly #waiting = new Set<Socket>();
  readonly #counts = new Map<string, number>();
  #hasCertificate = false;

  constructor(server: Server, limits: FrontDoorLimits) {
    this.#limits = limits;
    const listeners = server.listeners('connection') as Listener[];
    this.#handOn = (socket) => {
      for (const listener of listeners) listener.call(server, socket);
    };
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => this.#greet(socket));
    this.#tls = createServer({
      minVersion: 'TLSv1.2',
      handshakeTimeout: limits.greetingMs,
      ALPNProtocols: ['http/1.1'],
    });
    this.#tls.on('secureConnection', (socket: TLSSocket) => this.#handOn(socket));
    // Who does not trust the certificate, or is a port scanner, breaks off here: that is no news.
    this.#tls.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** From now on new connections see this certificate; before the first none is let in by TLS. */
  setCertificate({ chainPem, keyPem }: LanCertificate): void {
    this.#tls.setSecureContext({ cert: chainPem, key: keyPem, minVersion: 'TLSv1.2' });
    this.#hasCertificate = true;
  }

  /** Ends who has not been handed on. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy();
  }

  #greet(socket: Socket): void {
    if (!this.#count(socket)) {
      socket.destroy();
      return;
    }
    this.#waiting.add(socket);
    const tooLate = setTimeout(() => socket.destroy(), this.#limits.greetingMs);
    socket.once('close', () => {
      clearTimeout(tooLate);
      this.#waiting.delete(socket);
    });
    // A peer that breaks off is no news; whoever it is handed to listens as well.
    socket.on('error', () => {});
    socket.once('data', (first: Buffer) => {
      clearTimeout(tooLate);
      socket.pause();
      socket.unshift(first);
      this.#open(socket, first[0]);
    });
  }

  #open(socket: Socket, firstByte: number | undefined): void {
    if (firstByte === TLS_HANDSHAKE && !this.#hasCertificate) socket.destroy();
    else if (firstByte === TLS_HANDSHAKE) this.#tls.emit('connection', socket);
    else {
      this.#waiting.delete(socket);
      this.#handOn(socket);
      socket.resume();
    }
  }

  /** @returns false where the address has too many; programs on this machine are not counted */
  #count(socket: Socket): boolean {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || isLoopback(remoteAddress)) return remoteAddress !== undefined;
    const address = plainAddress(remoteAddress);
    const count = this.#counts.get(address) ?? 0;
    if (count >= this.#limits.maxSocketsPerAddress) return false;
    this.#counts.set(address, count + 1);
    socket.once('close', () => {
      const left = (this.#counts.get(address) ?? 1) - 1;
      if (left === 0) this.#counts.delete(address);
      else this.#counts.set(address, left);
    });
    return true;
  }
}
