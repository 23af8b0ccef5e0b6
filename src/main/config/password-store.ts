import type { ConfiguredPlant, PasswordPlace } from './configured-plant';

/** A place that keeps the password of the plant's daily login. */
export interface PasswordStore {
  readonly place: Exclude<PasswordPlace, 'none' | 'ask'>;
  /** The place in words, for the hand-over and for remedies; never the password. */
  readonly description: string;
  /** @returns undefined where none is kept @throws PasswordStoreError with one sentence */
  read(): Promise<string | undefined>;
}

/** A store that Taktline itself writes. */
export interface WritablePasswordStore extends PasswordStore {
  /** @throws PasswordStoreError with one sentence; never with the password */
  write(password: string): Promise<void>;
  /** Keeps none any more; right also where none was kept. */
  forget(): Promise<void>;
}

/** A password cannot be kept or read; the message names the place and the remedy, never the password. */
export class PasswordStoreError extends Error {
  override readonly name = 'PasswordStoreError';
}

export type PasswordAnswer =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'none' }
  /** A person must give it. */
  | { readonly kind: 'ask' }
  /** It should be there and is not; the sentence is for a person. */
  | { readonly kind: 'lacking'; readonly sentence: string };

/**
 * The password of the configured plant. What systemd hands over comes first, then the place that the settings name, then
 * any other: a plant that was set up in the window runs without one as soon as its password lies where that can reach it.
 * @param stores those of this program, in the order in which they are tried
 */
export async function findPassword(
  plant: Pick<ConfiguredPlant, 'user' | 'passwordPlace'>,
  stores: readonly PasswordStore[],
): Promise<PasswordAnswer> {
  if (plant.passwordPlace === 'none') return { kind: 'none' };
  if (plant.passwordPlace === 'ask') return { kind: 'ask' };
  return findSecret(`The password of ${plant.user}`, plant.passwordPlace, stores);
}

/**
 * A secret out of the places where it may lie, in the same order.
 * @param what the secret in words, at the beginning of a sentence
 * @param kept the place that the settings name
 */
export async function findSecret(
  what: string,
  kept: PasswordStore['place'],
  stores: readonly PasswordStore[],
): Promise<Extract<PasswordAnswer, { kind: 'password' | 'lacking' }>> {
  const rank = ({ place }: PasswordStore) => (place === 'credential' ? 0 : place === kept ? 1 : 2);
  for (const store of stores.toSorted((a, b) => rank(a) - rank(b))) {
    try {
      const password = await store.read();
      if (password !== undefined) return { kind: 'password', password };
    } catch (error) {
      if (!(error instanceof PasswordStoreError)) throw error;
      return { kind: 'lacking', sentence: error.message };
    }
  }
  const places = stores.map(({ description }) => description).join(', or ');
  return { kind: 'lacking', sentence: `${what} is not kept here: it must lie in ${places}.` };
}
