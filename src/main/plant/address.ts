import type { PlantAddress } from './connection';

/**
 * Reads `postgresql://user:password@host:port/database`.
 * @throws Error with one sentence that names what is wrong and never repeats the password
 */
export function parsePlantUrl(text: string): PlantAddress {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new Error('The plant address is not a URL; write postgresql://user:password@host:5432/database.');
  }
  if (url.protocol !== 'postgresql:' && url.protocol !== 'postgres:') {
    throw new Error(`The plant address begins with ${url.protocol}//; it must begin with postgresql://.`);
  }
  const database = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '' || database === '' || url.username === '') {
    throw new Error(
      'The plant address needs a user, a host and a database: postgresql://user:password@host:5432/database.',
    );
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user: decodeURIComponent(url.username),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}

/** `user@host:port/database`: what may be shown and logged. */
export function describeAddress(address: PlantAddress): string {
  return `${address.user}@${address.host}:${address.port}/${address.database}`;
}
