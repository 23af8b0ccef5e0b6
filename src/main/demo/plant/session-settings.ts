import { BASE_SETTINGS, SUPERUSER } from './engine-facts';

/**
 * Settings of one client in the shared session, by name, `session_authorization` and `role` among them. When
 * the turn goes to another client, what differs is set again.
 */
export type SessionSettings = ReadonlyMap<string, string>;

const AUTHORIZATION = 'session_authorization';
const ROLE = 'role';

/** Settings that the session has now, as two columns; those that nobody has set are left out. */
export const SNAPSHOT_QUERY =
  "SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' " +
  `UNION ALL SELECT '${AUTHORIZATION}', pg_catalog.current_setting('${AUTHORIZATION}') ` +
  `UNION ALL SELECT '${ROLE}', r FROM pg_catalog.current_setting('${ROLE}') r WHERE r <> 'none'`;

/** What a new client of this user has. */
export function initialSettings(user: string, startup: ReadonlyMap<string, string>): SessionSettings {
  return new Map([...BASE_SETTINGS, ...startup, [AUTHORIZATION, user]]);
}

/** The client's settings after a statement that may have changed some: a RESET brings back what it started with. */
export function settledSettings(initial: SessionSettings, snapshot: SessionSettings): SessionSettings {
  return new Map([...initial, ...snapshot]);
}

/**
 * Statements that lead from what the session has to what a client needs; empty where nothing differs.
 * @param current undefined when it is not known: everything is set again
 */
export function switchStatements(current: SessionSettings | undefined, target: SessionSettings): string {
  if (current === target) return '';
  const changes = current === undefined ? everything(target) : differences(current, target);
  const userDiffers = current?.get(AUTHORIZATION) !== target.get(AUTHORIZATION);
  const roleDiffers = current?.get(ROLE) !== target.get(ROLE);
  if (changes.length === 0 && !userDiffers && !roleDiffers) return '';
  // Only a superuser may set, and take back, all of them; changing the user also ends SET ROLE.
  const statements = changes.length > 0 ? [become(SUPERUSER), ...changes] : [];
  statements.push(become(target.get(AUTHORIZATION) ?? SUPERUSER));
  const role = target.get(ROLE);
  if (role !== undefined) statements.push(setTo(ROLE, role));
  return statements.join('; ');
}

function everything(target: SessionSettings): string[] {
  return ['RESET ALL', ...[...target].filter(([name]) => isPlain(name)).map(([name, value]) => setTo(name, value))];
}

function differences(current: SessionSettings, target: SessionSettings): string[] {
  const changes: string[] = [];
  for (const name of current.keys()) {
    if (isPlain(name) && !target.has(name)) changes.push(`RESET ${name.split('.').map(quoteIdentifier).join('.')}`);
  }
  for (const [name, value] of target) {
    if (isPlain(name) && current.get(name) !== value) changes.push(setTo(name, value));
  }
  return changes;
}

function isPlain(name: string): boolean {
  return name !== AUTHORIZATION && name !== ROLE;
}

function become(user: string): string {
  return `SET SESSION AUTHORIZATION ${quoteIdentifier(user)}`;
}

function setTo(name: string, value: string): string {
  return `SELECT pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`;
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
