import { CredentialPasswordStore, TOKEN_CREDENTIAL_NAME } from './config/credential-password-store';
import { FilePasswordStore, passwordFileOf, tokenFileOf } from './config/file-password-store';
import { desktopKeyring } from './config/keyring';
import type { PasswordStore, WritablePasswordStore } from './config/password-store';
import { SealedPasswordStore, sealedPasswordFileOf, sealedTokenFileOf } from './config/sealed-password-store';

/** Where this program may find and keep one secret. */
export interface SecretPlaces {
  readonly file: WritablePasswordStore;
  /** What the desktop's keyring seals, or why there is none. */
  readonly keyring: { readonly store: WritablePasswordStore } | { readonly sentence: string };
  /** Those that can be read, in the order in which they are tried. */
  readonly all: readonly PasswordStore[];
}

/** The plant's password; to be asked once Electron is ready. */
export function passwordPlacesIn(dataFolder: string): SecretPlaces {
  return placesOf(
    new CredentialPasswordStore(process.env.CREDENTIALS_DIRECTORY),
    new FilePasswordStore(passwordFileOf(dataFolder)),
    sealedPasswordFileOf(dataFolder),
  );
}

/** The same for the viewer token of an appliance that is followed. */
export function tokenPlacesIn(dataFolder: string): SecretPlaces {
  return placesOf(
    new CredentialPasswordStore(process.env.CREDENTIALS_DIRECTORY, TOKEN_CREDENTIAL_NAME),
    new FilePasswordStore(tokenFileOf(dataFolder)),
    sealedTokenFileOf(dataFolder),
  );
}

function placesOf(credential: PasswordStore, file: WritablePasswordStore, sealedFile: string): SecretPlaces {
  const found = desktopKeyring(process.platform);
  const keyring =
    found.kind === 'usable'
      ? { store: new SealedPasswordStore(sealedFile, found.cipher) }
      : { sentence: found.sentence };
  return { file, keyring, all: [credential, file, ...('store' in keyring ? [keyring.store] : [])] };
}
