import { readFileSync } from 'node:fs';
import type { SetupTarget } from '../../shared/setup';
import type { ConfiguredPlant } from '../config/configured-plant';
import { findPassword, type PasswordStore } from '../config/password-store';
import { type PlantAddressParts, plantAddress } from '../plant/address';
import { connectPlant, type PlantAddress, type PlantConnection } from '../plant/connection';
import { SetupError } from './setup-error';

/** One statement: a window of a refresh is short; a step that takes longer has met something unforeseen. */
const STATEMENT_TIMEOUT_MS = 120_000;

const readCertificate = (path: string) => readFileSync(path, 'utf8');

/** The plant that is being set up, and the way into it: the one place that holds the password meanwhile. */
export class PlantAccess {
  readonly #stores: readonly PasswordStore[];
  readonly #configured: () => ConfiguredPlant | undefined;
  #target: SetupTarget | undefined;
  #password: string | undefined;
  #readerPassword: string | undefined;

  /**
   * @param stores where the password of the configured plant may lie
   * @param configured the plant that is configured now
   */
  constructor(stores: readonly PasswordStore[], configured: () => ConfiguredPlant | undefined) {
    this.#stores = stores;
    this.#configured = configured;
  }

  get target(): SetupTarget | undefined {
    return this.#target;
  }

  get hasPassword(): boolean {
    return this.#password !== undefined;
  }

  /** A password is for one login on one server: for another one it is forgotten. */
  aim(target: SetupTarget): void {
    if (this.#target !== undefined && !isSameLogin(this.#target, target)) {
      this.#password = undefined;
      this.#readerPassword = undefined;
    }
    this.#target = target;
  }

  /** @param password empty for none */
  givePassword(password: string): void {
    this.#password = password === '' ? undefined : password;
  }

  /** Of the login for daily work. @param password empty for none */
  giveReaderPassword(password: string): void {
    this.#readerPassword = password === '' ? undefined : password;
  }

  get readerPassword(): string | undefined {
    return this.#readerPassword;
  }

  /** The password in hand: the given one, or the kept one where the login is that of the configured plant. */
  async password(): Promise<string | undefined> {
    if (this.#password !== undefined) return this.#password;
    const configured = this.#configured();
    if (configured === undefined || this.#target === undefined || !isSameLogin(configured, this.#target)) {
      return undefined;
    }
    const found = await findPassword(configured, this.#stores);
    return found.kind === 'password' ? found.password : undefined;
  }

  /** @throws SetupError where no plant is named yet */
  async parts(): Promise<PlantAddressParts> {
    const target = this.#target;
    if (target === undefined) throw new SetupError('not-yet', 'Name the plant first: host, database and user.');
    const password = await this.password();
    const { host, port, database, user, tlsMode, caFile } = target;
    return {
      ...{ host, port, database, user, sslMode: tlsMode },
      ...(password === undefined ? {} : { password }),
      ...(caFile === undefined ? {} : { sslRootCertificate: caFile }),
    };
  }

  /** @throws SetupError where no plant is named, or its certificate file cannot be read */
  async address(): Promise<PlantAddress> {
    const parts = await this.parts();
    try {
      return plantAddress(parts, readCertificate);
    } catch (error) {
      throw new SetupError('file', error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Runs `work` in a session of its own, which is closed after it.
   * @throws SetupError; the driver's error; what `work` throws
   */
  async withSession<Result>(work: (session: PlantConnection) => Promise<Result>): Promise<Result> {
    return withSessionAt(await this.address(), work);
  }
}

/** The same for any login. */
export async function withSessionAt<Result>(
  address: PlantAddress,
  work: (session: PlantConnection) => Promise<Result>,
): Promise<Result> {
  const session = await connectPlant(address, {
    applicationName: 'taktline set-up',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

type Login = Pick<SetupTarget, 'host' | 'port' | 'user' | 'database'>;

function isSameLogin(a: Login, b: Login): boolean {
  return a.host === b.host && a.port === b.port && a.user === b.user && a.database === b.database;
}
