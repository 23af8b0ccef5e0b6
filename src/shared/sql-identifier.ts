/** Most bytes of a PostgreSQL name: it would cut a longer one silently. */
const MAX_NAME_BYTES = 63;

/** Whether PostgreSQL can hold the name as given: 1 to 63 bytes of UTF-8 without NUL. */
export function isSqlName(name: string): boolean {
  return name !== '' && !name.includes('\0') && new TextEncoder().encode(name).length <= MAX_NAME_BYTES;
}

/**
 * Quotes one SQL identifier. The only way a name gets into SQL text; values go as parameters.
 * @param name any text without NUL, 1 to 63 bytes of UTF-8
 * @throws RangeError where PostgreSQL could not hold the name as given
 */
export function quoteIdentifier(name: string): string {
  if (!isSqlName(name)) {
    throw new RangeError(
      `not a PostgreSQL name: ${JSON.stringify(name.slice(0, 80))} (allowed are 1 to 63 bytes without NUL)`,
    );
  }
  return `"${name.replaceAll('"', '""')}"`;
}
