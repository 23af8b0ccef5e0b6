import { quoteIdentifier } from '../../shared/sql-identifier';

/** Values for the placeholders of a file in sql/, by name. */
export type SqlParameters = Readonly<Record<string, string>>;

/** `:'literal'`, `:"identifier"` or `:expression`; two colons are a cast, and a colon after a quote belongs to JSON. */
const PLACEHOLDER = /:'([a-z0-9_]+)'|(?<!"):"([a-z0-9_]+)"|(?<!:):([a-z][a-z0-9_]*)\b/g;

/** Quotes text as an SQL literal (standard_conforming_strings is on by default since PostgreSQL 9.1). */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new RangeError('PostgreSQL text cannot hold a NUL character.');
  const escaped = text.replaceAll("'", "''");
  // With a backslash the E form reads the same whatever standard_conforming_strings says.
  return text.includes('\\') ? `E'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`;
}

/**
 * Fills the placeholders of one file. They are written as psql's variables, so that a DBA can run the same file with
 * `psql --set name=value`: a literal, an identifier, or SQL as it is, which our own code has made of quoted names.
 * @throws Error naming a quoted placeholder without a value; an unquoted one that has none is no placeholder
 */
export function renderSql(text: string, parameters: SqlParameters): string {
  return text.replace(PLACEHOLDER, (match, literal?: string, identifier?: string, expression?: string) => {
    const name = literal ?? identifier ?? expression ?? '';
    const value = parameters[name];
    if (value === undefined) {
      if (expression !== undefined) return match;
      throw new Error(`The SQL asks for ${match}, which the settings do not give.`);
    }
    if (expression !== undefined) return value;
    return literal === undefined ? quoteIdentifier(value) : quoteLiteral(value);
  });
}
