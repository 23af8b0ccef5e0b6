import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { addressBytes } from '../ip-address';
import {
  bitString,
  boolean,
  type Der,
  explicit,
  implicit,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der';

/** Names that a certificate vouches for, or those that its holder may vouch for. */
export interface CertificateNames {
  /** Host names. */
  readonly hosts: readonly string[];
  /** IP addresses. */
  readonly addresses: readonly string[];
}

/** What an authority may vouch for; nothing else it signs is believed. */
export interface Constraints {
  /** Host names, each with all that ends in it. */
  readonly hosts: readonly string[];
  readonly networks: readonly { readonly address: string; readonly prefixBits: number }[];
}

export interface CertificateOptions {
  readonly subject: string;
  readonly issuer: { readonly name: string; readonly key: KeyObject };
  readonly publicKey: KeyObject;
  /** 16 random bytes. */
  readonly serial: Uint8Array;
  /** Half-open, ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly use:
    | { readonly kind: 'authority'; readonly constraints: Constraints }
    | { readonly kind: 'server'; readonly names: CertificateNames };
}

const OIDS = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** The highest bit of a serial number is kept clear: it is positive, and 16 bytes stay 16. */
const POSITIVE = 0x7f;
const VERSION_3 = Uint8Array.of(2);
/** Bits of keyUsage from the left: digitalSignature; keyCertSign and cRLSign. */
const SERVER_USAGE = { bits: 0b1000_0000, unused: 7 };
const AUTHORITY_USAGE = { bits: 0b0000_0110, unused: 1 };
/** Tags of a GeneralName. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/**
 * An X.509 certificate of version 3 (RFC 5280), signed with ECDSA over P-256 and SHA-256.
 * @returns PEM
 */
export function writeCertificate(options: CertificateOptions): string {
  const { subject, issuer, publicKey, serial, fromMs, toMs } = options;
  const algorithm = sequence(objectId(OIDS.ecdsaWithSha256));
  const body = sequence(
    explicit(0, integer(VERSION_3)),
    integer(Uint8Array.from(serial, (byte, at) => (at === 0 ? byte & POSITIVE : byte))),
    algorithm,
    commonName(issuer.name),
    // The end is named by its last second.
    sequence(time(fromMs), time(toMs - 1_000)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensionsOf(options))),
  );
  const signature = sign('sha256', body, issuer.key);
  return pemOf(sequence(body, algorithm, bitString(signature)));
}

function extensionsOf({ use, publicKey, issuer }: CertificateOptions): readonly Der[] {
  const issuerKeyId = implicit(0, keyIdOf(createPublicKey(issuer.key)));
  const common = [
    extension(OIDS.subjectKeyId, octetString(keyIdOf(publicKey))),
    extension(OIDS.authorityKeyId, sequence(issuerKeyId)),
  ];
  if (use.kind === 'authority') {
    return [
      // It signs servers' certificates, no further authorities.
      criticalExtension(OIDS.basicConstraints, sequence(boolean(true), integer(Uint8Array.of(0)))),
      criticalExtension(OIDS.keyUsage, bitString(Uint8Array.of(AUTHORITY_USAGE.bits), AUTHORITY_USAGE.unused)),
      // Not critical: an old television that cannot read it still comes in, and whoever can read it keeps to it.
      extension(OIDS.nameConstraints, sequence(constraintsOf(use.constraints))),
      ...common,
    ];
  }
  return [
    criticalExtension(OIDS.basicConstraints, sequence()),
    criticalExtension(OIDS.keyUsage, bitString(Uint8Array.of(SERVER_USAGE.bits), SERVER_USAGE.unused)),
    extension(OIDS.extendedKeyUsage, sequence(objectId(OIDS.serverAuth))),
    extension(OIDS.subjectAltName, sequence(...generalNames(use.names))),
    ...common,
  ];
}

const extension = (id: string, value: Der): Der => sequence(objectId(id), octetString(value));
const criticalExtension = (id: string, value: Der): Der => sequence(objectId(id), boolean(true), octetString(value));
const commonName = (name: string): Der => sequence(set(sequence(objectId(OIDS.commonName), utf8String(name))));
const hostName = (host: string): Der => implicit(DNS_NAME, Buffer.from(host, 'ascii'));

function generalNames({ hosts, addresses }: CertificateNames): readonly Der[] {
  return [...hosts.map(hostName), ...addresses.map((address) => implicit(IP_ADDRESS, bytesOf(address)))];
}

/** `permittedSubtrees`; a network is its address and its mask (RFC 5280, 4.2.1.10). */
function constraintsOf({ hosts, networks }: Constraints): Der {
  const permitted = [
    ...hosts.map(hostName),
    ...networks.map(({ address, prefixBits }) => {
      const bytes = bytesOf(address);
      return implicit(IP_ADDRESS, Buffer.concat([bytes, maskOf(bytes.length, prefixBits)]));
    }),
  ];
  return explicit(0, ...permitted.map((name) => sequence(name)));
}

/** @returns as many bytes, of which the first `prefixBits` bits are set */
export function maskOf(length: number, prefixBits: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (0xff00 >> Math.min(8, Math.max(0, prefixBits - at * 8))) & 0xff);
}

function bytesOf(address: string): Uint8Array {
  const bytes = addressBytes(address);
  if (bytes === undefined) throw new Error(`${address} is no IP address.`);
  return bytes;
}

/** A key's name in a chain: a digest of it, 20 bytes as usual. */
function keyIdOf(key: KeyObject): Uint8Array {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function pemOf(der: Der): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
