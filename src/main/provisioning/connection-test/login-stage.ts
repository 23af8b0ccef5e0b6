import { DeadlinePassed, inSeconds, withDeadline } from './deadline';
import { errorCode, errorText } from './error-facts';
import { type Finding, failed, passed } from './stage-result';
import type { ConnectionTestDeps, TestSession, TestTarget } from './test-target';

export const APPLICATION_NAME = 'taktline connection test';

export interface LoginFindings {
  readonly login: Finding;
  /** Absent where the login failed: PostgreSQL looks at the database only after it. */
  readonly database?: Finding;
  readonly session?: TestSession;
}

interface LoginOptions {
  readonly limitMs: number;
  readonly queryLimitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Opens a session, which is the caller's to close. @throws DeadlinePassed, the signal's reason or the driver's error */
export function openSession(target: TestTarget, deps: ConnectionTestDeps, options: LoginOptions): Promise<TestSession> {
  const opening = deps.connect(target, {
    applicationName: APPLICATION_NAME,
    connectTimeoutMs: options.limitMs,
    statementTimeoutMs: options.queryLimitMs,
    // Later than every stage's own deadline, which says more.
    queryTimeoutMs: options.queryLimitMs + 1_000,
  });
  // The driver's own deadline comes first; ours is for a driver that misses it.
  return withDeadline(opening, options.limitMs + 100, {
    signal: options.signal,
    onLate: (session) => {
      void closeSession(session);
    },
  });
}

const CLOSING_LIMIT_MS = 300;

/** Closes a session and waits 300 ms at most, whether or not the server still answers; never throws. */
export async function closeSession(session: TestSession): Promise<void> {
  try {
    await withDeadline(session.end(), CLOSING_LIMIT_MS);
  } catch {
    // The session is given up either way: what it was for has been told.
  }
}

/** Logs in, and tells a refusal of the login from one of the database. */
export async function logIn(
  target: TestTarget,
  deps: ConnectionTestDeps,
  options: LoginOptions,
): Promise<LoginFindings> {
  try {
    const session = await openSession(target, deps, options);
    return {
      login: passed(`${target.user} may log in.`, { user: target.user }),
      database: passed(`The database ${target.database} is open to ${target.user}.`, { database: target.database }),
      session,
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    const database = databaseFailure(target, error);
    if (database === undefined) return { login: loginFailure(target, error, options.limitMs) };
    return { login: passed(`${target.user} may log in.`, { user: target.user }), database };
  }
}

/** What PostgreSQL refuses after it has accepted the login; its `SQLSTATE`s. */
function databaseFailure(target: TestTarget, error: unknown): Finding | undefined {
  const code = errorCode(error);
  const name = target.database;
  switch (code) {
    case '3D000':
      return failed(
        `There is no database ${name} on this server.`,
        `Check the spelling (upper and lower case differ), or have it made: CREATE DATABASE ${quoted(name)};`,
        { code },
      );
    case '42501':
      return failed(
        `${target.user} may not connect to the database ${name}.`,
        `Ask the DBA for: GRANT CONNECT ON DATABASE ${quoted(name)} TO ${quoted(target.user)};`,
        { code },
      );
    case '55000':
      return failed(
        `The database ${name} accepts no connections.`,
        'Name the database of the plant; templates such as template0 are closed on purpose.',
        { code },
      );
    default:
      return undefined;
  }
}

function loginFailure(target: TestTarget, error: unknown, limitMs: number): Finding {
  const code = errorCode(error);
  const text = errorText(error, target);
  const details = { code: code ?? null, message: text };
  if (error instanceof DeadlinePassed || /timeout expired/i.test(text)) {
    const what = `The server did not answer the login within ${inSeconds(limitMs)}.`;
    return failed(what, 'Check that the server is not overloaded or frozen, then test again.', details);
  }
  if (/client password must be a string|no password supplied/i.test(text)) {
    const what = `The server asks ${target.user} for a password, and none was given.`;
    return failed(what, 'Give the password: in the URL file, in PGPASSWORD, or in the form.', details);
  }
  const rule = LOGIN_RULES.find(({ applies }) => applies(code, text));
  if (rule !== undefined) return failed(rule.what(target, text), rule.remedy(target, text), details);
  return failed(`The login failed: ${text}.`, "Look up this message in the server's log, which says more.", details);
}

interface LoginRule {
  readonly applies: (code: string | undefined, text: string) => boolean;
  readonly what: (target: TestTarget, text: string) => string;
  readonly remedy: (target: TestTarget, text: string) => string;
}

/** The first that applies is told. */
const LOGIN_RULES: readonly LoginRule[] = [
  {
    applies: (_code, text) => /unsupported startup parameter/i.test(text),
    what: (_target, text) => `A PgBouncer stands before the database and refuses the session: ${text}.`,
    remedy: () =>
      'Give the address of PostgreSQL itself, or add statement_timeout and options to ignore_startup_parameters in pgbouncer.ini.',
  },
  {
    applies: (code) => code === '28P01',
    what: ({ user }) => `The password of ${user} is wrong, or there is no such role.`,
    remedy: () => 'Check user and password; both are case-sensitive.',
  },
  {
    applies: (code, text) => code === '28000' && /no encryption|SSL off/i.test(text),
    what: ({ user }) => `The server lets ${user} in from here only with TLS, or not at all.`,
    remedy: () => 'Choose the TLS mode verify-full (or require); else ask the DBA for a line in pg_hba.conf.',
  },
  {
    applies: (code, text) => code === '28000' && /pg_hba/i.test(text),
    what: ({ user, database }) => `The server lets nobody in from this address as ${user} to ${database}.`,
    remedy: () => "Ask the DBA for a line in pg_hba.conf for this computer's address, user and database.",
  },
  {
    applies: (code, text) => code === '28000' && /not permitted to log in/i.test(text),
    what: ({ user }) => `The role ${user} is not allowed to log in.`,
    remedy: ({ user }) => `Ask the DBA for: ALTER ROLE ${quoted(user)} LOGIN;`,
  },
  {
    applies: (code) => code === '28000',
    what: (_target, text) => `The server refuses the login: ${text}.`,
    remedy: () => 'Check the user; the role may not exist.',
  },
  {
    applies: (code, text) => code === '53300' || /too many (clients|connections)/i.test(text),
    what: (_target, text) => `The server has no connection left: ${text}.`,
    remedy: () => 'End unused sessions, or raise max_connections or the limit of the role or database.',
  },
  {
    applies: (code) => code === '57P03',
    what: (_target, text) => `The server is not ready: ${text}.`,
    remedy: () => 'Wait until it has started, then test again.',
  },
  {
    applies: (_code, text) => /certificate|TLS|SSL/i.test(text),
    what: (_target, text) => `The encrypted connection was refused: ${text}.`,
    remedy: () => 'Check the TLS mode and the file of the certificate authority.',
  },
];

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
