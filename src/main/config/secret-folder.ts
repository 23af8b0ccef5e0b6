import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file';
import { readOwnerOnly } from './owner-only-file';

const OWNER_ONLY_FOLDER = 0o700;

/** Where a data folder keeps the keys of its network certificate and of its viewers. */
export function networkSecretsOf(dataFolder: string): string {
  return join(dataFolder, 'secrets', 'network');
}

/** Files of this user alone (mode 0600) in one folder: keys and what is worth as much as a key. */
export class SecretFolder {
  readonly #path: string;

  /** @param path made with the first file that is written */
  constructor(path: string) {
    this.#path = path;
  }

  /** Names of the files; none where there is no folder yet. @throws Error with one sentence */
  async list(): Promise<readonly string[]> {
    try {
      // A draft that a crash has left is none.
      return (await readdir(this.#path)).filter((name) => !name.endsWith('.new'));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw this.#failure(this.#path, 'read', cause);
    }
  }

  /** @returns undefined where there is none. @throws Error with one sentence where it cannot be read, or others may */
  async read(name: string): Promise<string | undefined> {
    const path = join(this.#path, name);
    const foreign = new Error(`${path} may be read by others: make it this user's alone (chown, chmod 600).`);
    try {
      return await readOwnerOnly(path, () => foreign);
    } catch (cause) {
      throw cause === foreign ? foreign : this.#failure(path, 'read', cause);
    }
  }

  /** Writes it whole or not at all. @throws Error with one sentence */
  async write(name: string, text: string): Promise<void> {
    const path = join(this.#path, name);
    try {
      await mkdir(this.#path, { recursive: true, mode: OWNER_ONLY_FOLDER });
      await writeFileAtomically(path, text);
    } catch (cause) {
      throw this.#failure(path, 'written', cause);
    }
  }

  /** @returns false where there was none. @throws Error with one sentence */
  async remove(name: string): Promise<boolean> {
    const path = join(this.#path, name);
    try {
      await rm(path);
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw this.#failure(path, 'removed', cause);
    }
  }

  #failure(path: string, what: 'read' | 'written' | 'removed', cause: unknown): Error {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    return new Error(`${path} cannot be ${what} (${code}); see to its rights and to the disk's space.`, { cause });
  }
}
