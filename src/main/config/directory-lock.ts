import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * One process a directory: two engines on one plant's directory both acknowledge writes, and one set is lost in
 * silence; two appliances on one data folder would fight for the files of the store. Node has no file locks, so a lock file names its owner by process id and, where the system tells it,
 * by start time: after a reboot the same id may belong to anything.
 */

export interface DirectoryLock {
  /** Idempotent. */
  release(): void;
}

interface LockOptions {
  /** How long to wait for a predecessor that is about to end, in ms. */
  readonly waitMs: number;
  readonly now?: () => number;
}

const RETRY_MS = 100;
/** Long enough for a rival that takes over the same stale lock to have done so. */
const SETTLE_MS = 40;

/**
 * Takes the lock file, waiting for a dying owner.
 * @throws Error with one sentence when a living process keeps it
 */
export async function lockDirectory(lockFile: string, options: LockOptions): Promise<DirectoryLock> {
  const now = options.now ?? (() => performance.now());
  const deadline = now() + options.waitMs;
  const content = `${process.pid} ${processFacts(process.pid)?.startTime ?? '-'} ${randomUUID()}\n`;
  for (;;) {
    if (tryCreate(lockFile, content)) {
      await delay(SETTLE_MS);
      if (readOrUndefined(lockFile) === content) return { release: () => releaseLock(lockFile, content) };
      continue;
    }
    const found = readOrUndefined(lockFile);
    if (found === undefined) continue;
    if (!isOwnerAlive(found)) takeAway(lockFile, found);
    else if (now() < deadline) await delay(RETRY_MS);
    else throw new Error(`is in use by process ${found.split(' ')[0]}; stop that one, or choose another directory.`);
  }
}

/** Creates the lock with its whole content in one step. */
function tryCreate(lockFile: string, content: string): boolean {
  const draft = `${lockFile}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Removes a stale lock, and puts it back if a rival had already replaced it by a living one. */
function takeAway(lockFile: string, stale: string): void {
  const aside = `${lockFile}.${process.pid}.stale`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (readOrUndefined(aside) === stale) unlinkSync(aside);
  else renameSync(aside, lockFile);
}

function releaseLock(lockFile: string, content: string): void {
  if (readOrUndefined(lockFile) === content) unlinkSync(lockFile);
}

function isOwnerAlive(content: string): boolean {
  const [pidText = '', startTime = '-'] = content.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (errorCode(error) !== 'EPERM') return false;
  }
  const facts = processFacts(pid);
  // A zombie has ended; only its parent has not looked yet.
  if (facts?.state === 'Z') return false;
  return facts === undefined || startTime === '-' || facts.startTime === startTime;
}

/** State letter, and start time in clock ticks since boot; undefined where the system has no /proc. */
function processFacts(pid: number): { readonly state: string; readonly startTime: string } | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name in parentheses may hold blanks: count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
