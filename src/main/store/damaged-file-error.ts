/** Our own finding that a file is not what we wrote. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}
