import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PasswordStore, PasswordStoreError } from './password-store';
import { withoutLineEnd } from './secret-text';

/** The names in `LoadCredential=` or `LoadCredentialEncrypted=` of the service. */
export const CREDENTIAL_NAME = 'taktline-plant-password';
export const TOKEN_CREDENTIAL_NAME = 'taktline-viewer-token';

/** Reads the secret that systemd hands to this service alone, in `$CREDENTIALS_DIRECTORY`. */
export class CredentialPasswordStore implements PasswordStore {
  readonly place = 'credential';
  readonly description: string;
  readonly #name: string;
  readonly #folder: string | undefined;

  /** @param folder `$CREDENTIALS_DIRECTORY`; undefined where systemd hands over nothing */
  constructor(folder: string | undefined, name = CREDENTIAL_NAME) {
    this.#folder = folder;
    this.#name = name;
    this.description = `the systemd credential ${name}`;
  }

  async read(): Promise<string | undefined> {
    if (this.#folder === undefined || this.#folder === '') return undefined;
    try {
      return withoutLineEnd(await readFile(join(this.#folder, this.#name), 'utf8'));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new PasswordStoreError(
        `The systemd credential ${this.#name} cannot be read (${code}); see to LoadCredential of the service.`,
        { cause },
      );
    }
  }
}
