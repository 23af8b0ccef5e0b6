import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Rights of group and others. */
const RIGHTS_OF_OTHERS = 0o077;

/**
 * The text of a file that holds a secret.
 * @param foreign makes the error for a file that others may read, or own
 * @returns undefined where there is none
 * @throws what `foreign` made; the system's error
 */
export async function readOwnerOnly(path: string, foreign: () => Error): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY);
    try {
      const { mode, uid } = await file.stat();
      // Windows has neither; its profile folder is the user's alone.
      const isOwn = process.getuid === undefined || ((mode & RIGHTS_OF_OTHERS) === 0 && uid === process.getuid());
      if (!isOwn) throw foreign();
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
