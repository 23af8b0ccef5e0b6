import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from './atomic-file';
import { PasswordStoreError, type WritablePasswordStore } from './password-store';

/** Seals text with a key that the desktop's keyring guards; Electron's `safeStorage` is one. */
export interface Cipher {
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

/** Where a data folder keeps the sealed password. */
export function sealedPasswordFileOf(dataFolder: string): string {
  return join(dataFolder, 'secrets', 'plant-password.sealed');
}

/** Where a data folder keeps the sealed viewer token. */
export function sealedTokenFileOf(dataFolder: string): string {
  return join(dataFolder, 'secrets', 'viewer-token.sealed');
}

/** Keeps the password in a file that only this user's keyring opens. */
export class SealedPasswordStore implements WritablePasswordStore {
  readonly place = 'keyring';
  readonly description = "the keyring of this user's desktop";
  readonly #path: string;
  readonly #cipher: Cipher;

  constructor(path: string, cipher: Cipher) {
    this.#path = path;
    this.#cipher = cipher;
  }

  async read(): Promise<string | undefined> {
    let sealed: Buffer;
    try {
      sealed = await readFile(this.#path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new PasswordStoreError(`The sealed password ${this.#path} cannot be read; see to its rights.`, { cause });
    }
    try {
      return this.#cipher.decryptString(Buffer.from(sealed.toString('utf8'), 'base64'));
    } catch (cause) {
      throw new PasswordStoreError(
        "The desktop's keyring does not open the password that was kept: unlock the keyring and start again, or set the plant up again.",
        { cause },
      );
    }
  }

  async write(password: string): Promise<void> {
    try {
      const sealed = this.#cipher.encryptString(password).toString('base64');
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      await writeFileAtomically(this.#path, sealed);
    } catch (cause) {
      throw new PasswordStoreError("The desktop's keyring cannot keep the password; choose another place for it.", {
        cause,
      });
    }
  }

  async forget(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
