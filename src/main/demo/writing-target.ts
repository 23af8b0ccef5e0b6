import { readPlantUrlFile } from '../config/plant-environment';
import { parsePlantUrl, plantAddress } from '../plant/address';
import type { PlantAddress } from '../plant/connection';

/**
 * The address in a URL file, for a program that writes.
 * @param readFile reads a certificate that the URL names
 * @throws Error with one sentence that names the file
 */
export function addressFromUrlFile(path: string, readFile: (path: string) => string): PlantAddress {
  return plantAddress(parsePlantUrl(readPlantUrlFile(path)), readFile);
}

/** The embedded plant on this machine, as the owner of its tables. */
export function embeddedPlantAddress(port: number): PlantAddress {
  return { host: '127.0.0.1', port, database: 'postgres', user: 'taktline' };
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** What to tell the person at the terminal: the error's sentence, and the remedy where the login lacks a right. */
export function sentenceForWriter(error: Error): string {
  if (!('code' in error) || error.code !== INSUFFICIENT_PRIVILEGE) return error.message;
  return `The plant refuses: ${error.message}. Importing takes the owner of the tables, --speed the right to INSERT; name such a login in the URL file.`;
}

/** A flag is wrong; the message is one sentence for the person who typed it. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/**
 * Reads a whole number from a flag.
 * @throws FlagError naming the flag and the range
 */
export function wholeNumberFlag(
  flag: string,
  text: string,
  range: { readonly min: number; readonly max: number },
): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  throw new FlagError(`${flag} ${text} is not a whole number from ${range.min} to ${range.max}.`);
}
