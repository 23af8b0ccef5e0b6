import { readFileSync } from 'node:fs';

/** What `PGHOST` and its kin say, as `psql` reads them. */
export interface EnvironmentAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly sslMode?: string;
  readonly sslRootCertificate?: string;
}

const NAMES = [
  'PGHOST',
  'PGPORT',
  'PGDATABASE',
  'PGUSER',
  'PGPASSWORD',
  'PGPASSFILE',
  'PGSSLMODE',
  'PGSSLROOTCERT',
  'PGOPTIONS',
  'PGAPPNAME',
  'PGCONNECT_TIMEOUT',
  'PGSERVICE',
] as const;

type Environment = Record<string, string | undefined>;

/**
 * Removes psql's variables from the environment, so that neither the driver nor a child process follows them unasked.
 * @returns the names that were set, for one line to the person
 */
export function ignorePlantEnvironment(environment: Environment): readonly string[] {
  const present = NAMES.filter((name) => environment[name] !== undefined);
  for (const name of present) delete environment[name];
  return present;
}

/**
 * Reads psql's variables and removes all but `PGPASSFILE` from the environment.
 * Defaults as psql has them, but for the host: `localhost` instead of a socket.
 * @throws Error with one sentence that names the variable
 */
export function plantFromEnvironment(environment: Environment, operatingSystemUser: string): EnvironmentAddress {
  if (environment.PGSERVICE !== undefined) {
    throw new Error('PGSERVICE is set, which Taktline does not read; set PGHOST, PGUSER and PGDATABASE instead.');
  }
  const port = Number(environment.PGPORT ?? '5432');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PGPORT is ${JSON.stringify(environment.PGPORT)}; it must be a port from 1 to 65535.`);
  }
  const user = environment.PGUSER ?? operatingSystemUser;
  const address: EnvironmentAddress = {
    host: environment.PGHOST ?? 'localhost',
    port,
    user,
    database: environment.PGDATABASE ?? user,
    ...(environment.PGPASSWORD === undefined ? {} : { password: environment.PGPASSWORD }),
    ...(environment.PGSSLMODE === undefined ? {} : { sslMode: environment.PGSSLMODE }),
    ...(environment.PGSSLROOTCERT === undefined ? {} : { sslRootCertificate: environment.PGSSLROOTCERT }),
  };
  const passwordFile = environment.PGPASSFILE;
  ignorePlantEnvironment(environment);
  if (passwordFile !== undefined) environment.PGPASSFILE = passwordFile;
  return address;
}

/**
 * The first line of a file that holds the plant's URL: a password in a file is in no process list and no shell history.
 * @throws Error with one sentence that names the file
 */
export function readPlantUrlFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new Error(
      `The plant URL file ${path} cannot be read (${code}); give the path of a file that holds one line, postgresql://user:password@host:5432/database.`,
      { cause },
    );
  }
  const line = text.split('\n')[0]?.trim() ?? '';
  if (line === '')
    throw new Error(
      `The plant URL file ${path} is empty; write one line, postgresql://user:password@host:5432/database.`,
    );
  return line;
}
