import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** PostgreSQL's own count and length (RFC 7677, scram-common.h). */
const ITERATIONS = 4096;
export const SALT_BYTES = 16;
const KEY_BYTES = 32;

/**
 * What PostgreSQL stores of a password (RFC 5803 as pg_authid has it): given this instead of the password, the server
 * never sees the password itself, and neither does its log.
 * @param password printable ASCII: the preparation that SCRAM asks for other characters (SASLprep) changes none of these
 * @param salt {@link SALT_BYTES} random bytes
 * @throws RangeError for an empty password or other characters
 */
export function scramVerifier(password: string, salt: Uint8Array): string {
  if (!/^[\x20-\x7e]+$/.test(password)) {
    throw new RangeError(
      'The password must be made of the letters, digits and signs of ASCII: other characters are spelled differently by different programs.',
    );
  }
  const salted = pbkdf2Sync(password, salt, ITERATIONS, KEY_BYTES, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  const serverKey = keyed('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${Buffer.from(salt).toString('base64')}$${storedKey}:${serverKey}`;
}
