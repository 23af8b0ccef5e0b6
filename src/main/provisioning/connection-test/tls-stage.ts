import { DeadlinePassed, inSeconds } from './deadline';
import { errorCode, errorText } from './error-facts';
import { type Finding, failed, passed, type StageDetails, warned } from './stage-result';
import type { ConnectionTestDeps, TestTarget } from './test-target';
import { probeTls, type TlsProbe } from './tls-probe';

type Mode = 'disable' | 'require' | 'verify-ca' | 'verify-full';
type Encrypted = Extract<TlsProbe, { kind: 'encrypted' }>;

/** Taktline connects `allow` and `prefer` without TLS: falling back in silence is no protection. */
const MODES: Readonly<Record<string, Mode>> = {
  disable: 'disable',
  allow: 'disable',
  prefer: 'disable',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};

/** A certificate that ends sooner is told, in ms: time to get another before the plant goes dark. */
const EXPIRES_SOON_MS = 30 * 24 * 3_600_000;

interface TlsStageOptions {
  /** The address that answered. */
  readonly address: string;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What the server offers, and whether the target's mode would take it. */
export async function checkTls(
  target: TestTarget,
  deps: Pick<ConnectionTestDeps, 'readFile' | 'nowMs'>,
  options: TlsStageOptions,
): Promise<Finding> {
  const mode = MODES[target.sslMode ?? 'prefer'];
  if (mode === undefined) {
    const remedy = `Use one of ${Object.keys(MODES).join(', ')}.`;
    return failed(`The TLS mode ${JSON.stringify(target.sslMode)} is unknown.`, remedy);
  }
  let ca: string | undefined;
  if (mode !== 'disable' && target.sslRootCertificate !== undefined) {
    ca = readAuthority(target.sslRootCertificate, deps);
    if (ca === undefined) {
      return failed(
        `The certificate file ${target.sslRootCertificate} cannot be read or holds no PEM certificate.`,
        "Give the path of a PEM file with the certificate of the plant's certificate authority.",
      );
    }
  }
  try {
    const at = { address: options.address, port: target.port, host: target.host };
    const probe = await probeTls(at, { ...options, handshake: mode !== 'disable', ca });
    return judge(probe, mode, target, deps.nowMs());
  } catch (error) {
    options.signal?.throwIfAborted();
    return probeFailure(target, error);
  }
}

function readAuthority(path: string, deps: Pick<ConnectionTestDeps, 'readFile'>): string | undefined {
  let text: string;
  try {
    text = deps.readFile(path);
  } catch {
    // Told as the stage's verdict, with the path.
    return undefined;
  }
  return text.includes('-----BEGIN CERTIFICATE-----') ? text : undefined;
}

function judge(probe: TlsProbe, mode: Mode, target: TestTarget, nowMs: number): Finding {
  switch (probe.kind) {
    case 'no-postgres':
      return failed(
        `What listens on port ${target.port} of ${target.host} does not speak PostgreSQL.`,
        "Check the port: another program's was given.",
      );
    case 'not-offered':
      if (mode !== 'disable') {
        return failed(
          `The server offers no TLS, and the mode ${mode} asks for it.`,
          'Switch TLS on at the server (ssl = on, with a certificate), or choose the mode disable on a network of its own.',
          { offered: false },
        );
      }
      return isLoopback(target.host)
        ? passed('No TLS, and the database is on this computer.', { offered: false })
        : warned(
            'Without TLS: everybody on the network between here and the server can read along.',
            'Switch TLS on at the server (ssl = on, with a certificate), then choose the mode verify-full.',
            { offered: false },
          );
    case 'offered':
      return isLoopback(target.host)
        ? passed('TLS is offered but not used; the database is on this computer.', { offered: true })
        : warned(
            'The server offers TLS, but the mode does not use it: everybody on the network between can read along.',
            'Choose the mode verify-full with the file of the certificate authority, or at least require.',
            { offered: true },
          );
    case 'encrypted':
      return judgeCertificate(probe, mode, target, nowMs);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

function judgeCertificate(probe: Encrypted, mode: Mode, target: TestTarget, nowMs: number): Finding {
  const { certificate } = probe;
  const details = encryptedDetails(probe);
  const whose = `the certificate of ${certificate.subject}, issued by ${certificate.issuer}`;
  if (mode !== 'require' && probe.untrusted !== undefined) {
    return failed(
      `The server shows ${whose}, which is refused (${probe.untrusted}).`,
      untrustedRemedy(probe, target),
      details,
    );
  }
  if (mode === 'verify-full' && !probe.isNameRight) {
    return failed(
      `The server shows ${whose}, which is not for ${target.host} but for ${certificate.names || certificate.subject}.`,
      'Give the host by a name that the certificate bears, have it issued for this name, or choose the mode verify-ca.',
      details,
    );
  }
  const end = new Date(certificate.validToMs).toISOString().slice(0, 10);
  if (certificate.validToMs < nowMs + EXPIRES_SOON_MS) {
    const ends = certificate.validToMs < nowMs ? `expired on ${end}` : `expires on ${end}`;
    return warned(
      `${probe.protocol} works, with ${whose}, which ${ends}.`,
      "Have the server's certificate renewed.",
      details,
    );
  }
  const what =
    mode === 'require'
      ? `${probe.protocol} with ${whose}, not checked, as the mode require says.`
      : `${probe.protocol} with ${whose}, valid until ${end}.`;
  return passed(what, details);
}

function untrustedRemedy({ untrusted, certificate }: Encrypted, { sslRootCertificate }: TestTarget): string {
  if (untrusted === 'CERT_HAS_EXPIRED') return "Have the server's certificate renewed.";
  if (untrusted === 'CERT_NOT_YET_VALID') return "Set this computer's clock, or wait until the certificate is valid.";
  return sslRootCertificate === undefined
    ? `Give the file with the certificate of ${certificate.issuer} (sslrootcert), which signed the server's.`
    : `Give the file of the authority that signed the server's certificate (${certificate.issuer}); ${sslRootCertificate} is another's.`;
}

function encryptedDetails({ protocol, cipher, certificate, untrusted, isNameRight }: Encrypted): StageDetails {
  return {
    offered: true,
    protocol,
    cipher,
    subject: certificate.subject,
    issuer: certificate.issuer,
    names: certificate.names,
    validTo: new Date(certificate.validToMs).toISOString(),
    fingerprint256: certificate.fingerprint256,
    untrusted: untrusted ?? null,
    isNameRight,
  };
}

function probeFailure(target: TestTarget, error: unknown): Finding {
  if (error instanceof DeadlinePassed) {
    return failed(
      `Port ${target.port} of ${target.host} accepts connections, but said nothing within ${inSeconds(error.limitMs)}.`,
      'Check that PostgreSQL itself, not another program, has this port and that the server is not frozen.',
      { code: 'timeout' },
    );
  }
  const code = errorCode(error) ?? 'unknown';
  return failed(
    `TLS could not be agreed on: ${errorText(error, target)}.`,
    'Check the TLS settings of the server (ssl_min_protocol_version, its certificate and key) and the certificate file.',
    { code },
  );
}
