import type { PlantAddress } from './connection';

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** What a URL, a settings form or the environment says of a plant, before TLS files are read. */
export interface PlantAddressParts extends Omit<PlantAddress, 'ssl'> {
  readonly sslMode?: string;
  /** Path of a PEM file with the certificate authority's certificate. */
  readonly sslRootCertificate?: string;
}

/**
 * The address with its TLS settings decided, in libpq's words: `require` encrypts without checking, `verify-ca` checks
 * the certificate, `verify-full` its name too. `allow` and `prefer` connect without TLS: falling back in silence is no protection.
 * @param readFile reads the certificate file
 * @throws Error with one sentence when the mode is unknown or the certificate file cannot be read
 */
export function plantAddress(parts: PlantAddressParts, readFile: (path: string) => string): PlantAddress {
  const { sslMode = 'prefer', sslRootCertificate, ...address } = parts;
  if (!(SSL_MODES as readonly string[]).includes(sslMode)) {
    throw new Error(`The TLS mode ${JSON.stringify(sslMode)} is unknown; use one of ${SSL_MODES.join(', ')}.`);
  }
  if (sslMode === 'disable' || sslMode === 'allow' || sslMode === 'prefer') return address;
  let ca: string | undefined;
  if (sslRootCertificate !== undefined) {
    try {
      ca = readFile(sslRootCertificate);
    } catch (cause) {
      throw new Error(`The certificate file ${sslRootCertificate} cannot be read; give the path of a PEM file.`, {
        cause,
      });
    }
  }
  return {
    ...address,
    ssl: {
      rejectUnauthorized: sslMode !== 'require',
      ...(sslMode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
      ...(ca === undefined ? {} : { ca }),
    },
  };
}

/**
 * Reads `postgresql://user:password@host:port/database?sslmode=…&sslrootcert=…`.
 * @throws Error with one sentence that names what is wrong and never repeats the password
 */
export function parsePlantUrl(text: string): PlantAddressParts {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    // The parser's own error repeats the text, password included.
    throw new Error('The plant address is not a URL; write postgresql://user:password@host:5432/database.');
  }
  if (url.protocol !== 'postgresql:' && url.protocol !== 'postgres:') {
    throw new Error(`The plant address begins with ${url.protocol}//; it must begin with postgresql://.`);
  }
  const unknown = [...url.searchParams.keys()].filter((key) => key !== 'sslmode' && key !== 'sslrootcert');
  if (unknown.length > 0) {
    throw new Error(
      `The plant address has the parameter ${unknown[0]}, which Taktline does not read; it reads sslmode and sslrootcert.`,
    );
  }
  const database = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '' || database === '' || url.username === '') {
    throw new Error(
      'The plant address needs a user, a host and a database: postgresql://user:password@host:5432/database.',
    );
  }
  const sslMode = url.searchParams.get('sslmode');
  const sslRootCertificate = url.searchParams.get('sslrootcert');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user: decodeURIComponent(url.username),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(sslMode === null ? {} : { sslMode }),
    ...(sslRootCertificate === null ? {} : { sslRootCertificate }),
  };
}

/** `user@host:port/database`: what may be shown and logged. */
export function describeAddress(address: PlantAddress): string {
  return `${address.user}@${address.host}:${address.port}/${address.database}`;
}

/** What a plant is called on every screen: host and database, without the user. */
export function plantName(address: Pick<PlantAddress, 'host' | 'port' | 'database'>): string {
  return `${address.host}:${address.port}/${address.database}`;
}
