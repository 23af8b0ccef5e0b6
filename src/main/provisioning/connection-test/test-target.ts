import type { SqlClient } from '../sql-client';

/** Where the plant's database is said to be, before anything of it was tried. */
export interface TestTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** In libpq's words; default `prefer`, which Taktline connects without TLS. */
  readonly sslMode?: string;
  /** Path of a PEM file with the certificate authority's certificate. */
  readonly sslRootCertificate?: string;
}

/** One session of the database, as a client of `pg` is one. */
export interface TestSession extends SqlClient {
  on(
    event: 'notification',
    listener: (message: { readonly channel: string; readonly payload?: string | undefined }) => void,
  ): void;
  /** Closes the session. */
  end(): Promise<void>;
}

/** What the connection test needs of the world. */
export interface ConnectionTestDeps {
  /**
   * Opens a session, TLS included as the target says.
   * @throws the driver's error, with its SQLSTATE or system error in `code`
   */
  connect(
    target: TestTarget,
    options: {
      readonly applicationName: string;
      readonly connectTimeoutMs: number;
      readonly statementTimeoutMs: number;
      readonly queryTimeoutMs: number;
    },
  ): Promise<TestSession>;
  /** The addresses of a host name. @throws a system error with `code` */
  lookup(host: string): Promise<readonly { readonly address: string; readonly family: number }[]>;
  /** Reads the certificate authority's file. @throws where it cannot be read */
  readFile(path: string): string;
  /** Our wall clock, in ms since the epoch. */
  nowMs(): number;
  /** A clock that never jumps, in ms. */
  elapsedMs(): number;
  /** A name nobody else uses: lower-case letters and digits. */
  randomId(): string;
}
