/**
 * Quotes one SQL identifier. The only way a name gets into SQL text; values go as parameters.
 * @param name any text without NUL, 1 to 63 bytes of UTF-8 (PostgreSQL would cut a longer one silently)
 * @throws RangeError where PostgreSQL could not hold the name as given
 */
export function quoteIdentifier(name: string): string {
  const bytes = Buffer.byteLength(name, 'utf8');
  if (bytes === 0 || bytes > 63 || name.includes('\0')) {
    throw new RangeError(
      `not a PostgreSQL identifier: ${JSON.stringify(name.slice(0, 80))} (${bytes} bytes, allowed are 1 to 63 without NUL)`,
    );
  }
  return `"${name.replaceAll('"', '""')}"`;
}
