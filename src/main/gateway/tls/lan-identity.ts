import { X509Certificate } from 'node:crypto';
import type { CertificateNames } from './write-certificate';

/** What the gateway shows of itself on the network. */
export interface LanCertificate {
  /** Certificate and what leads to its authority, PEM. */
  readonly chainPem: string;
  readonly keyPem: string;
  /** Host names that it vouches for beside those that were asked for; no wildcards. */
  readonly hosts: readonly string[];
  readonly validToMs: number;
  /** SHA-256, as people compare it: `AB:CD:…`. */
  readonly fingerprint: string;
  /** The appliance's own authority, which each screen must be told to trust; undefined for the plant's certificate. */
  readonly root?: { readonly pem: string; readonly fingerprint: string; readonly validToMs: number };
  /** What a person must do something about, each with its remedy. */
  readonly problems: readonly string[];
}

/** Where the certificate comes from; asked at the start, every half minute, and whenever names have changed. */
export interface LanIdentity {
  /** @throws LanCertificateError with one sentence where there is none that could be used */
  certificateFor(names: CertificateNames, nowMs: number): Promise<LanCertificate>;
}

/** Why there is no certificate: one sentence with a remedy. */
export class LanCertificateError extends Error {
  override readonly name = 'LanCertificateError';
}

/** The first certificate of a PEM text. @throws the parser's error */
export function readPem(pem: string): X509Certificate {
  return new X509Certificate(pem);
}

export function validFromMs(certificate: X509Certificate): number {
  return Date.parse(certificate.validFrom);
}

export function validToMs(certificate: X509Certificate): number {
  return Date.parse(certificate.validTo);
}

/** A day for a person. */
export function dayText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
