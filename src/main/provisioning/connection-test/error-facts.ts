import type { TestTarget } from './test-target';

/** The `code` of a driver's or a system's error: an SQLSTATE such as `28P01`, or a name such as `ECONNREFUSED`. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What an error says, without its final stop and without the password, should a server have repeated it. */
export function errorText(error: unknown, target: Pick<TestTarget, 'password' | 'user' | 'database'>): string {
  const text = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  const { password } = target;
  // A password that is also the login's or the database's name is no secret that a message could give away.
  if (password === undefined || password === '' || password === target.user || password === target.database)
    return text;
  return text.replaceAll(password, '***');
}
