import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startMark, tryLock, withLock } from '../../../../scripts/bootstrap/lock.mjs';
import { temporaryFolder } from '../../../support/temporary-folder';

function take(path: string): () => void {
  const taken = tryLock(path);
  if (taken.state !== 'held') throw new Error('the lock was expected to be free');
  return taken.release;
}

test('a held lock names its owner, and is free again after its release', () => {
  const path = join(temporaryFolder(), 'lock');
  const release = take(path);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  expect(tryLock(path)).toEqual({ state: 'busy', pid: process.pid });
  release();
  expect(existsSync(path)).toBe(false);
  take(path)();
});

test.each([
  ['of a process that has ended', () => JSON.stringify({ pid: spawnSync('true').pid, startedAt: '' })],
  ['whose process id now belongs to a younger process', () => JSON.stringify({ pid: process.pid, startedAt: '1' })],
  ['with half a line in it', () => '{"pid":'],
])('a lock %s is stale', (_, content) => {
  const folder = temporaryFolder();
  const path = join(folder, 'lock');
  writeFileSync(path, content());
  // Where the system tells no start times, a reused process id cannot be told apart.
  if (content().includes('"1"') && startMark(process.pid) === '') return;
  take(path)();
  expect(readdirSync(folder)).toEqual([]);
});

test('a waiter is told once whom it waits for, and goes on when the lock is given back', async () => {
  const path = join(temporaryFolder(), 'lock');
  const release = take(path);
  const owners: number[] = [];
  const waiting = withLock(
    path,
    async () => 'done',
    (pid) => {
      owners.push(pid);
      release();
    },
  );
  expect(await waiting).toBe('done');
  expect(owners).toEqual([process.pid]);
});

test('the lock is given back when the action fails', async () => {
  const path = join(temporaryFolder(), 'lock');
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});
