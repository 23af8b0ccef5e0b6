/** Where the shared cache is. The password is never logged: use {@link describeRedis} for people. */
export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The server, the sentinels, or some nodes of the cluster (it names the others itself); at least one. */
  readonly hosts: readonly RedisHost[];
  /** Sentinel alone: the name under which the sentinels know the server. */
  readonly masterName?: string;
  /** Number of the database; a cluster has 0 alone. */
  readonly database: number;
  readonly username?: string;
  readonly password?: string;
  /** Without it the connection is plain. Certificates are always checked; `ca` is PEM text beside the system's own. */
  readonly tls?: { readonly ca?: string };
}

export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** The address of Redis cannot be used; the message is one sentence that never repeats the password. */
export class RedisAddressError extends Error {
  override readonly name = 'RedisAddressError';
}

const FORMS =
  'redis://[user:password@]host:6379/0, redis+sentinel://host:26379,host:26379/master or redis+cluster://host:6379,host:6379 (rediss… for TLS)';
const URL_PARTS = /^(rediss?)(\+sentinel|\+cluster)?:\/\/(?:(.*)@)?([^/?#@]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const HOST = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/i;
const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;

/**
 * Reads the address of one server, of sentinels or of a cluster.
 * @param readFile reads the file of `?ca=`, PEM
 * @throws RedisAddressError
 */
export function parseRedisUrl(text: string, readFile: (path: string) => string): RedisAddress {
  const parts = URL_PARTS.exec(text.trim());
  if (parts === null) throw new RedisAddressError(`The address of Redis cannot be read; write ${FORMS}.`);
  const [, scheme, form, credentials, hosts = '', path = '', query = ''] = parts;
  const kind = form === '+sentinel' ? 'sentinel' : form === '+cluster' ? 'cluster' : 'single';
  return {
    kind,
    hosts: hostsOf(hosts, kind),
    ...placeOf(path, kind),
    ...credentialsOf(credentials),
    ...tlsOf(query, scheme === 'rediss', readFile),
  };
}

/** `redis://host:6379/0` without user and password: what may be shown and logged. */
export function describeRedis({ kind, hosts, masterName, database, tls }: RedisAddress): string {
  const scheme = `${tls === undefined ? 'redis' : 'rediss'}${kind === 'single' ? '' : `+${kind}`}`;
  const names = hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`);
  const path = kind === 'cluster' ? '' : kind === 'sentinel' ? `/${masterName}/${database}` : `/${database}`;
  return `${scheme}://${names.join(',')}${path}`;
}

function hostsOf(text: string, kind: RedisAddress['kind']): readonly RedisHost[] {
  const names = text.split(',');
  if (kind === 'single' && names.length > 1)
    throw new RedisAddressError(
      'The address of Redis names several hosts; begin it with redis+sentinel:// or redis+cluster://.',
    );
  return names.map((name) => {
    const match = HOST.exec(name);
    const port = Number(match?.[3] ?? (kind === 'sentinel' ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT));
    const host = match?.[1] ?? match?.[2];
    if (host === undefined || port < 1 || port > 65_535)
      throw new RedisAddressError(`In the address of Redis, ${JSON.stringify(name)} is no host:port.`);
    return { host, port };
  });
}

function placeOf(path: string, kind: RedisAddress['kind']): Pick<RedisAddress, 'database' | 'masterName'> {
  const parts = path.split('/').filter((part) => part !== '');
  const masterName = kind === 'sentinel' ? parts.shift() : undefined;
  if (kind === 'sentinel' && masterName === undefined)
    throw new RedisAddressError(
      'The address of Redis names sentinels but no server; end it with the name they know it by, such as /mymaster.',
    );
  const [database = '0', ...rest] = parts;
  if (!/^\d{1,5}$/.test(database) || rest.length > 0)
    throw new RedisAddressError('The address of Redis ends in something that is no number of a database, such as /0.');
  if (kind === 'cluster' && Number(database) !== 0)
    throw new RedisAddressError('A Redis cluster has database 0 alone; leave the number out of its address.');
  return {
    database: Number(database),
    ...(masterName === undefined ? {} : { masterName: decoded(masterName, 'name of the server') }),
  };
}

function credentialsOf(text: string | undefined): Pick<RedisAddress, 'username' | 'password'> {
  if (text === undefined || text === '') return {};
  const [user = '', ...rest] = text.split(':');
  const password = rest.join(':');
  return {
    ...(user === '' ? {} : { username: decoded(user, 'user') }),
    ...(password === '' ? {} : { password: decoded(password, 'password') }),
  };
}

function tlsOf(query: string, isTls: boolean, readFile: (path: string) => string): Pick<RedisAddress, 'tls'> {
  const parameters = new URLSearchParams(query);
  const unknown = [...parameters.keys()].find((key) => key !== 'ca');
  if (unknown !== undefined)
    throw new RedisAddressError(
      `The address of Redis has the parameter ${unknown}, which Taktline does not read; it reads ca.`,
    );
  const path = parameters.get('ca');
  if (path === null) return isTls ? { tls: {} } : {};
  if (!isTls) throw new RedisAddressError('The address of Redis names a certificate (ca) but no TLS; write rediss://.');
  try {
    return { tls: { ca: readFile(path) } };
  } catch (cause) {
    throw new RedisAddressError(
      `The certificate file ${path} of Redis cannot be read; give the path of a PEM file as ca.`,
      { cause },
    );
  }
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // The parser's own error would repeat the text, which may be the password.
    throw new RedisAddressError(
      `The ${what} in the address of Redis has a "%" that begins no escape; write a "%" itself as %25.`,
    );
  }
}
