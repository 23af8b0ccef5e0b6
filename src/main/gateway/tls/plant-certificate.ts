import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { DAY_MS } from '../../../shared/time';
import {
  dayText,
  type LanCertificate,
  LanCertificateError,
  type LanIdentity,
  readPem,
  validFromMs,
  validToMs,
} from './lan-identity';
import type { CertificateNames } from './write-certificate';

export interface PlantCertificateOptions {
  /** PEM: the certificate, then what leads to its authority. */
  readonly certificateFile: string;
  /** PEM, without a passphrase. */
  readonly keyFile: string;
  /** @throws the system's error */
  readonly readFile: (path: string) => Promise<string>;
}

/** Its end is told of this long before. */
const WARN_DAYS = 30;

/** A certificate that the plant's own authority has given to this appliance; read again as often as it is asked for. */
export class PlantCertificate implements LanIdentity {
  readonly #options: PlantCertificateOptions;

  constructor(options: PlantCertificateOptions) {
    this.#options = options;
  }

  async certificateFor(names: CertificateNames, nowMs: number): Promise<LanCertificate> {
    const { certificateFile, keyFile } = this.#options;
    // One after the other: where both are missing the same one is named every time.
    const chainPem = await this.#text('certificate', certificateFile);
    const keyPem = await this.#text('key', keyFile);
    const certificate = certificateIn(chainPem, certificateFile);
    if (!certificate.checkPrivateKey(keyIn(keyPem, keyFile))) {
      throw new LanCertificateError(
        `The key in ${keyFile} does not belong to the certificate in ${certificateFile}: give the two that were made together.`,
      );
    }
    return {
      ...{ chainPem, keyPem, hosts: hostsIn(certificate) },
      validToMs: validToMs(certificate),
      fingerprint: certificate.fingerprint256,
      problems: [...dateProblems(certificate, nowMs), ...nameProblems(certificate, names)],
    };
  }

  async #text(what: string, path: string): Promise<string> {
    try {
      return await this.#options.readFile(path);
    } catch (cause) {
      const { code = 'unknown' } = cause as NodeJS.ErrnoException;
      throw new LanCertificateError(`The ${what} file ${path} cannot be read (${code}): see to its path and rights.`, {
        cause,
      });
    }
  }
}

function certificateIn(pem: string, file: string): X509Certificate {
  try {
    return readPem(pem);
  } catch (cause) {
    throw new LanCertificateError(
      `${file} holds no certificate: give a PEM file that begins with -----BEGIN CERTIFICATE-----.`,
      { cause },
    );
  }
}

function keyIn(pem: string, file: string): KeyObject {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    throw new LanCertificateError(
      `The key in ${file} is protected by a passphrase, which nobody can give after a power cut: store it without one, readable for this user alone.`,
    );
  }
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new LanCertificateError(`${file} holds no private key: give the PEM file that belongs to the certificate.`, {
      cause,
    });
  }
}

function dateProblems(certificate: X509Certificate, nowMs: number): readonly string[] {
  const [fromMs, toMs] = [validFromMs(certificate), validToMs(certificate)];
  if (nowMs < fromMs)
    return [`The certificate is valid from ${dayText(fromMs)} on only: see to this computer's clock, or wait.`];
  if (nowMs >= toMs)
    return [`The certificate ended on ${dayText(toMs)}: browsers refuse it; put a new one into its file.`];
  if (toMs - nowMs < WARN_DAYS * DAY_MS)
    return [`The certificate ends on ${dayText(toMs)}: put a new one into its file before.`];
  return [];
}

function nameProblems(certificate: X509Certificate, { hosts, addresses }: CertificateNames): readonly string[] {
  const isNamed =
    hosts.some((host) => certificate.checkHost(host) !== undefined) ||
    addresses.some((address) => certificate.checkIP(address) !== undefined);
  if (isNamed) return [];
  return [
    `The certificate is for ${certificate.subjectAltName ?? 'no name at all'}, none of which is this appliance's (${[...hosts, ...addresses].join(', ')}): have one made for a name of it, or add the name as gateway.names.`,
  ];
}

/** The host names that it vouches for; a wildcard is no name that could be opened. */
function hostsIn(certificate: X509Certificate): readonly string[] {
  const names = (certificate.subjectAltName ?? '').split(', ');
  return names.flatMap((name) => /^DNS:([a-z0-9.-]+)$/i.exec(name)?.[1]?.toLowerCase() ?? []);
}
