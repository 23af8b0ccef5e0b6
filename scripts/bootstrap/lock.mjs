// A lock file with the owner's process id: two set-ups (or builds) in one folder take turns, and one that was killed
// leaves a lock that the next one recognises as stale. The file appears with its content (link), never empty.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onInterrupt } from './cleanup.mjs';

const POLL_MS = 150;

/** @typedef {{ pid: number, startedAt: string }} Owner startedAt: the kernel's start mark of that process, '' if unknown */

/**
 * The kernel's mark of when a process started, so that a reused process id is not taken for the old owner.
 * @param {number} pid
 * @returns {string} '' where the system does not say (not Linux, or no such process)
 */
export function startMark(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name (2nd field) may hold blanks; fields count from behind its closing bracket, where the 20th is the start time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No /proc, or the process is gone: both mean "unknown".
    return '';
  }
}

/**
 * Whether the owner named in a lock still runs.
 * @param {Owner} owner
 */
export function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const mark = startMark(owner.pid);
  return owner.startedAt === '' || mark === '' || mark === owner.startedAt;
}

/**
 * @param {string} path
 * @returns {Owner | undefined} undefined: no lock, or one that says nothing (taken as stale by `tryLock`)
 */
export function readOwner(path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value?.pid === 'number' ? { pid: value.pid, startedAt: String(value.startedAt ?? '') } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Takes the lock if it is free or stale.
 * @param {string} path
 * @returns {{ state: 'held', release: () => void } | { state: 'busy', pid: number }}
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  if (createLock(path)) return { state: 'held', release: releaser(path) };
  const owner = readOwner(path);
  if (owner !== undefined && isAlive(owner)) return { state: 'busy', pid: owner.pid };
  setAside(path, owner);
  if (createLock(path)) return { state: 'held', release: releaser(path) };
  return { state: 'busy', pid: readOwner(path)?.pid ?? 0 };
}

/** @param {string} path */
function createLock(path) {
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startMark(process.pid) }));
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Moves a stale lock away. Two waiters may both have seen it stale: whoever moved away a fresh one puts it back.
 * @param {string} path
 * @param {Owner | undefined} seen
 */
function setAside(path, seen) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  const moved = readOwner(aside);
  if (moved !== undefined && moved.pid !== seen?.pid && isAlive(moved)) {
    renameSync(aside, path);
    return;
  }
  rmSync(aside, { force: true });
}

/** @param {string} path */
function releaser(path) {
  const release = () => {
    if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
    forget();
  };
  const forget = onInterrupt(release);
  return release;
}

/**
 * Waits for the lock, however long its owner lives, runs the action and gives the lock back.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} action
 * @param {(pid: number) => void} [onWait] told once, with the owner's process id, when there is somebody to wait for
 * @returns {Promise<T>}
 */
export async function withLock(path, action, onWait) {
  let told = false;
  for (;;) {
    const taken = tryLock(path);
    if (taken.state === 'held') {
      try {
        return await action();
      } finally {
        taken.release();
      }
    }
    if (!told) onWait?.(taken.pid);
    told = true;
    await delay(POLL_MS);
  }
}
