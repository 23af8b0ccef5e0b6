import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const SIDE_FILES = ['-wal', '-shm', '-journal'];

/**
 * Renames a database file that cannot be used, with its WAL, so that a new one can be made in its place.
 * @param keep how many of those set aside are kept; undefined: all
 * @returns the new name
 * @throws Error of the file system
 */
export function setAside(path: string, nowMs: number, keep: number | undefined): string {
  const time = new Date(nowMs).toISOString().replaceAll(':', '').replace(/\..*/, '');
  const aside = freeName(`${path}.damaged-${time}`);
  renameSync(path, aside);
  for (const suffix of SIDE_FILES) moveIfThere(`${path}${suffix}`, `${aside}${suffix}`);
  if (keep !== undefined) removeOld(path, keep);
  return aside;
}

function freeName(wanted: string): string {
  const taken = new Set(readdirSync(dirname(wanted)));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(basename(name))) return name;
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** The names carry their time: in order of the alphabet the oldest come first. */
function removeOld(path: string, keep: number): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.damaged-`;
  const aside = readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && !SIDE_FILES.some((suffix) => name.endsWith(suffix)))
    .toSorted();
  for (const name of aside.slice(0, Math.max(0, aside.length - keep))) {
    for (const suffix of ['', ...SIDE_FILES]) rmSync(join(folder, `${name}${suffix}`), { force: true });
  }
}
