import { connect, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls';
import { withDeadline } from './deadline';

/**
 * Asks a PostgreSQL server for TLS, on a connection of its own: 8 bytes, length and the code 80877103; the answer is one
 * byte, `S` for yes and `N` for no (PostgreSQL, "Message Formats", SSLRequest). The handshake refuses nothing, so that
 * what a stricter mode would refuse can be told.
 */

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

export interface ServerCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** `DNS:plant.example, IP Address:10.0.0.1`, or empty. */
  readonly names: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly fingerprint256: string;
}

export type TlsProbe =
  /** Something answers, but not as PostgreSQL does. */
  | { readonly kind: 'no-postgres' }
  | { readonly kind: 'not-offered' }
  /** Offered; no handshake was asked for. */
  | { readonly kind: 'offered' }
  | {
      readonly kind: 'encrypted';
      readonly protocol: string;
      readonly cipher: string;
      readonly certificate: ServerCertificate;
      /** OpenSSL's name of why the chain is not trusted, such as SELF_SIGNED_CERT_IN_CHAIN. */
      readonly untrusted: string | undefined;
      readonly isNameRight: boolean;
    };

export interface TlsProbeOptions {
  /** Whether to shake hands where TLS is offered. */
  readonly handshake: boolean;
  /** PEM text of the certificate authority; without it the ones that Node brings. */
  readonly ca?: string | undefined;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @param at address and port to connect to, and the host whose name the certificate should bear
 * @throws DeadlinePassed, or the socket's or OpenSSL's error
 */
export async function probeTls(
  at: { readonly address: string; readonly port: number; readonly host: string },
  options: TlsProbeOptions,
): Promise<TlsProbe> {
  const socket = connect({ host: at.address, port: at.port });
  try {
    return await withDeadline(ask(socket, at.host, options), options.limitMs, options);
  } finally {
    socket.destroy();
  }
}

async function ask(socket: Socket, host: string, options: TlsProbeOptions): Promise<TlsProbe> {
  const answer = await firstByte(socket);
  if (answer === 'N') return { kind: 'not-offered' };
  if (answer !== 'S') return { kind: 'no-postgres' };
  return options.handshake ? handshake(socket, host, options.ca) : { kind: 'offered' };
}

function firstByte(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => resolve(undefined));
    socket.once('connect', () => socket.write(SSL_REQUEST));
    socket.once('data', (bytes) => {
      // Bytes after the answer would be from someone between us and the server (CVE-2021-23222).
      socket.pause();
      resolve(bytes.length === 1 ? bytes.toString('latin1') : undefined);
    });
  });
}

function handshake(socket: Socket, host: string, ca: string | undefined): Promise<TlsProbe> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      socket,
      host,
      // A name alone may be sent ahead (RFC 6066, section 3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
      rejectUnauthorized: false,
      // Asked below: here it would hide whether the chain is trusted.
      checkServerIdentity: () => undefined,
    });
    secured.once('error', reject);
    secured.once('close', () => reject(Object.assign(new Error('the server hung up'), { code: 'ECONNRESET' })));
    secured.once('secureConnect', () => {
      const certificate = secured.getPeerCertificate();
      resolve({
        kind: 'encrypted',
        protocol: secured.getProtocol() ?? 'unknown',
        cipher: secured.getCipher().name,
        certificate: certificateFacts(certificate),
        untrusted: secured.authorized ? undefined : String(secured.authorizationError),
        isNameRight: checkServerIdentity(host, certificate) === undefined,
      });
      secured.destroy();
    });
  });
}

function certificateFacts(certificate: PeerCertificate): ServerCertificate {
  return {
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    names: certificate.subjectaltname ?? '',
    validFromMs: Date.parse(certificate.valid_from),
    validToMs: Date.parse(certificate.valid_to),
    fingerprint256: certificate.fingerprint256,
  };
}

function commonName(name: PeerCertificate['subject'] | undefined): string {
  const first = [name?.CN ?? name?.O ?? 'without a name'].flat()[0];
  return first ?? 'without a name';
}
