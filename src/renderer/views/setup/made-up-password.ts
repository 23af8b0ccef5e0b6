/** Letters and digits that nobody mistakes for one another on paper: 55 of them. */
const CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
/** With 55 characters this is 137 bits. */
const LENGTH = 24;
/** The largest multiple of the characters' number that a byte reaches: what lies above would make some likelier. */
const BYTES_USED = Math.floor(256 / CHARACTERS.length) * CHARACTERS.length;

/**
 * A password that nobody can guess.
 * @param randomBytes gives so many random bytes
 */
export function madeUpPassword(randomBytes: (count: number) => Uint8Array): string {
  let password = '';
  while (password.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < BYTES_USED && password.length < LENGTH) password += CHARACTERS[byte % CHARACTERS.length];
    }
  }
  return password;
}
