import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PasswordStore, PasswordStoreError } from './password-store';
import { withoutLineEnd } from './secret-text';

/** The name in `LoadCredential=` or `LoadCredentialEncrypted=` of the service. */
export const CREDENTIAL_NAME = 'taktline-plant-password';

/** Reads the password that systemd hands to this service alone, in `$CREDENTIALS_DIRECTORY`. */
export class CredentialPasswordStore implements PasswordStore {
  readonly place = 'credential';
  readonly description = `the systemd credential ${CREDENTIAL_NAME}`;
  readonly #folder: string | undefined;

  /** @param folder `$CREDENTIALS_DIRECTORY`; undefined where systemd hands over nothing */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  async read(): Promise<string | undefined> {
    if (this.#folder === undefined || this.#folder === '') return undefined;
    try {
      return withoutLineEnd(await readFile(join(this.#folder, CREDENTIAL_NAME), 'utf8'));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new PasswordStoreError(
        `The systemd credential ${CREDENTIAL_NAME} cannot be read (${code}); see to LoadCredential of the service.`,
        { cause },
      );
    }
  }
}
