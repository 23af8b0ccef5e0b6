import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CREDENTIAL_NAME, CredentialPasswordStore } from '../../../../src/main/config/credential-password-store';
import { FilePasswordStore, passwordFileOf } from '../../../../src/main/config/file-password-store';
import { findPassword, PasswordStoreError } from '../../../../src/main/config/password-store';
import { SealedPasswordStore, sealedPasswordFileOf } from '../../../../src/main/config/sealed-password-store';
import { temporaryFolder } from '../../../support/temporary-folder';

const PASSWORD = 'Käse & "hunter2" $1';
const onPosix = process.platform !== 'win32';

/** Turns every byte over: what is kept is not what was given, and only the same cipher opens it. */
const CIPHER = {
  encryptString: (text: string) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (sealed: Buffer) => Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString('utf8'),
};

describe('the file of this user', () => {
  test('gives back what it keeps, in mode 0600 in a folder of mode 0700, and forgets it', async () => {
    const folder = temporaryFolder();
    const store = new FilePasswordStore(passwordFileOf(folder));
    expect(await store.read()).toBeUndefined();
    await store.write('first');
    await store.write(PASSWORD);
    expect(await store.read()).toBe(PASSWORD);
    expect(readdirSync(join(folder, 'secrets'))).toEqual(['plant-password']);
    if (onPosix) {
      expect(statSync(passwordFileOf(folder)).mode & 0o777).toBe(0o600);
      expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
    }
    await store.forget();
    await store.forget();
    expect(await store.read()).toBeUndefined();
  });

  test('may be written by hand: a line end is not part of the password', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(passwordFileOf(folder), 'by hand\n', { mode: 0o600 });
    expect(await new FilePasswordStore(passwordFileOf(folder)).read()).toBe('by hand');
  });

  test.runIf(onPosix)('is refused when others may read it, without telling what it holds', async () => {
    const folder = temporaryFolder();
    const store = new FilePasswordStore(passwordFileOf(folder));
    await store.write('hunter2');
    chmodSync(passwordFileOf(folder), 0o640);
    const failure = await store.read().catch((error: Error) => error);
    expect(failure).toBeInstanceOf(PasswordStoreError);
    expect(String(failure)).toMatch(/may be read by others.*chmod 600/);
    expect(String(failure)).not.toContain('hunter2');
  });
});

describe('the keyring', () => {
  test('keeps the password sealed and opens it again', async () => {
    const folder = temporaryFolder();
    const store = new SealedPasswordStore(sealedPasswordFileOf(folder), CIPHER);
    await store.write(PASSWORD);
    const kept = readFileSync(sealedPasswordFileOf(folder));
    expect(kept.includes('hunter2')).toBe(false);
    expect(await store.read()).toBe(PASSWORD);
  });

  test('that does not open any more says so', async () => {
    const folder = temporaryFolder();
    await new SealedPasswordStore(sealedPasswordFileOf(folder), CIPHER).write(PASSWORD);
    const locked = {
      ...CIPHER,
      decryptString: () => {
        throw new Error('Error while decrypting the ciphertext');
      },
    };
    await expect(new SealedPasswordStore(sealedPasswordFileOf(folder), locked).read()).rejects.toThrow(
      /keyring does not open.*set the plant up again/,
    );
  });
});

describe('the systemd credential', () => {
  test('is read from the folder that systemd names', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, CREDENTIAL_NAME), 'from systemd\n');
    expect(await new CredentialPasswordStore(folder).read()).toBe('from systemd');
  });

  test('is absent where there is no such folder or file', async () => {
    expect(await new CredentialPasswordStore(undefined).read()).toBeUndefined();
    expect(await new CredentialPasswordStore(temporaryFolder()).read()).toBeUndefined();
  });
});

describe('findPassword', () => {
  const user = 'taktline_reader';

  function stores(kept: { readonly credential?: string; readonly file?: string; readonly keyring?: string }) {
    return (['file', 'keyring', 'credential'] as const).map((place) => ({
      place,
      description: `the ${place}`,
      read: async () => kept[place],
    }));
  }

  test('nothing is looked for where the server asks for none, or a person is to be asked', async () => {
    const all = stores({ credential: 'a', file: 'b', keyring: 'c' });
    expect(await findPassword({ user, passwordPlace: 'none' }, all)).toEqual({ kind: 'none' });
    expect(await findPassword({ user, passwordPlace: 'ask' }, all)).toEqual({ kind: 'ask' });
  });

  test.each([
    ['what systemd hands over wins', { credential: 'a', file: 'b', keyring: 'c' }, 'a'],
    ['then the place that the settings name', { file: 'b', keyring: 'c' }, 'c'],
    ['then any other', { file: 'b' }, 'b'],
  ])('%s', async (_rule, kept, password) => {
    expect(await findPassword({ user, passwordPlace: 'keyring' }, stores(kept))).toEqual({
      kind: 'password',
      password,
    });
  });

  test('where none is kept the places are named', async () => {
    expect(await findPassword({ user, passwordPlace: 'file' }, stores({}))).toEqual({
      kind: 'lacking',
      sentence:
        'The password of taktline_reader is not kept here: it must lie in the file, or the keyring, or the credential.',
    });
  });

  test('a place that cannot be read is said in its own words', async () => {
    const broken = {
      place: 'file',
      description: 'the file',
      read: () => Promise.reject(new PasswordStoreError('The file may be read by others.')),
    } as const;
    expect(await findPassword({ user, passwordPlace: 'file' }, [broken])).toEqual({
      kind: 'lacking',
      sentence: 'The file may be read by others.',
    });
  });
});
