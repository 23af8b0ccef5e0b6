import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from './atomic-file';
import { readOwnerOnly } from './owner-only-file';
import { PasswordStoreError, type WritablePasswordStore } from './password-store';
import { withoutLineEnd } from './secret-text';

const OWNER_ONLY_FOLDER = 0o700;

/** Where a data folder keeps the password, readable for its owner alone. */
export function passwordFileOf(dataFolder: string): string {
  return join(dataFolder, 'secrets', 'plant-password');
}

/** Where a data folder keeps the viewer token of the appliance that it follows. */
export function tokenFileOf(dataFolder: string): string {
  return join(dataFolder, 'secrets', 'viewer-token');
}

/** Keeps the password in a file of this user alone, mode 0600. A file that others may read is refused. */
export class FilePasswordStore implements WritablePasswordStore {
  readonly place = 'file';
  readonly description: string;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.description = `the file ${path}, which is this user's alone`;
  }

  async read(): Promise<string | undefined> {
    try {
      const text = await readOwnerOnly(this.#path, () => this.#foreign());
      return text === undefined ? undefined : withoutLineEnd(text);
    } catch (cause) {
      throw this.#failure('read', cause);
    }
  }

  async write(password: string): Promise<void> {
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: OWNER_ONLY_FOLDER });
      await writeFileAtomically(this.#path, password);
    } catch (cause) {
      throw this.#failure('written', cause);
    }
  }

  async forget(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  #foreign(): PasswordStoreError {
    return new PasswordStoreError(
      `The password file ${this.#path} may be read by others: make it this user's alone (chown, chmod 600) and change the password.`,
    );
  }

  #failure(what: 'read' | 'written', cause: unknown): PasswordStoreError {
    if (cause instanceof PasswordStoreError) return cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    const message =
      what === 'read'
        ? `The password file ${this.#path} cannot be read (${code}); see to its rights.`
        : `The password file ${this.#path} cannot be written (${code}); see to its rights.`;
    return new PasswordStoreError(message, { cause });
  }
}
