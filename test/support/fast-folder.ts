import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** For tests that open thousands of files: in memory where the machine has such a folder. */
export const FAST_FOLDER = isFolder('/dev/shm') ? '/dev/shm' : tmpdir();

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
