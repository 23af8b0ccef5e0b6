import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Readable and writable for its owner alone. */
const OWNER_ONLY = 0o600;

/**
 * Writes a file whole or not at all: beside it, synced, then renamed over it. A crash at any moment leaves the old
 * content or the new one. The file is its owner's alone.
 * @throws the system's error; the file is as it was then
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', OWNER_ONLY);
  try {
    // A draft left by a crash keeps its own mode.
    await file.chmod(OWNER_ONLY);
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** Makes the renaming itself survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  // Windows has no handle on a folder; its renaming is journalled.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
