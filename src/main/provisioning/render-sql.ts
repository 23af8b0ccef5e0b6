/** Values for the `:'name'` placeholders of a file in sql/. */
export type SqlParameters = Readonly<Record<string, string>>;

const PLACEHOLDER = /:'([a-z0-9_]+)'/g;

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
  return text.replace(PLACEHOLDER, (_match, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`The SQL asks for :'${name}', which the settings do not give.`);
    return quoteLiteral(value);
  });
}
