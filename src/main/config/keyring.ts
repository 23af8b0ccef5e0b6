import { safeStorage } from 'electron';
import type { Cipher } from './sealed-password-store';

/**
 * What the desktop offers for keeping secrets. `pretence`: without a keyring Linux seals with a password that stands in
 * Chromium's source, which keeps nothing from anybody.
 */
export type Keyring =
  | { readonly kind: 'usable'; readonly name: string; readonly cipher: Cipher }
  | { readonly kind: 'pretence' | 'absent'; readonly sentence: string };

/** The keyring of this desktop; to be asked once Electron is ready. */
export function desktopKeyring(platform: NodeJS.Platform): Keyring {
  const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform;
  if (backend === 'basic_text') {
    return {
      kind: 'pretence',
      sentence:
        'This desktop has no keyring (its storage is "basic_text"): what it seals, any program of this user could open.',
    };
  }
  if (backend === 'unknown' || !safeStorage.isEncryptionAvailable()) {
    return { kind: 'absent', sentence: 'This desktop has no keyring that Taktline could use.' };
  }
  return { kind: 'usable', name: backend, cipher: safeStorage };
}
