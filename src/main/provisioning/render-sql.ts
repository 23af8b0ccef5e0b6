import { quoteIdentifier } from '../../shared/sql-identifier';

/** Values for the placeholders of a file in sql/. */
export type SqlParameters = Readonly<Record<string, string>>;

/** `:'name'` a literal, `:"name"` after a blank an identifier (JSON has it too), `:name_list` SQL that is quoted already. */
const PLACEHOLDER = /:'([a-z0-9_]+)'|(?<=\s):"([a-z0-9_]+)"|(?<!:):([a-z0-9_]+_list)\b/g;

/** Quotes text as an SQL literal (standard_conforming_strings is on by default since PostgreSQL 9.1). */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new RangeError('PostgreSQL text cannot hold a NUL character.');
  const escaped = text.replaceAll("'", "''");
  // With a backslash the E form reads the same whatever standard_conforming_strings says.
  return text.includes('\\') ? `E'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`;
}

/**
 * Fills the placeholders of one file. They are written as psql's variables, so that a DBA can run the same file with
 * `psql --set name=value`.
 * @throws Error naming a placeholder without a value
 */
export function renderSql(text: string, parameters: SqlParameters): string {
  return text.replace(PLACEHOLDER, (match, literal?: string, identifier?: string, list?: string) => {
    const value = parameters[literal ?? identifier ?? list ?? ''];
    if (value === undefined) throw new Error(`The SQL asks for ${match}, which the settings do not give.`);
    if (literal !== undefined) return quoteLiteral(value);
    return identifier === undefined ? value : quoteIdentifier(value);
  });
}
