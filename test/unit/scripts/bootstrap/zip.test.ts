import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { extractZip } from '../../../../scripts/bootstrap/zip.mjs';
import { zip } from '../../../support/archives';
import { temporaryFolder } from '../../../support/temporary-folder';

const FILES = [
  { name: 'Root/program', content: Buffer.alloc(100_000, 'abc'), mode: 0o755 },
  { name: 'Root/stored', content: Buffer.from('as it is') },
  { name: 'Root/empty', content: Buffer.alloc(0) },
  { name: 'Root/left/out', content: Buffer.from('no') },
];

test('wanted files arrive with content and mode, deflated or stored; the others are left out', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.zip');
  writeFileSync(archive, zip(FILES));
  const progress: number[] = [];
  const count = await extractZip({
    archive,
    place: (name) => (name.includes('left') ? undefined : join(folder, name)),
    onProgress: (doneBytes, totalBytes) => progress.push(doneBytes / totalBytes),
  });
  expect(count).toBe(3);
  for (const { name, content } of FILES.slice(0, 3))
    expect(readFileSync(join(folder, name)).equals(content)).toBe(true);
  expect(statSync(join(folder, 'Root/program')).mode & 0o777).toBe(0o755);
  expect(existsSync(join(folder, 'Root/left'))).toBe(false);
  expect(progress.at(-1)).toBe(1);
});

test('a flipped bit in a stored file is noticed', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.zip');
  const bytes = zip(FILES);
  const at = bytes.indexOf('as it is');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(archive, bytes);
  const extracting = extractZip({ archive, place: (name) => join(folder, name) });
  await expect(extracting).rejects.toMatchObject({
    code: 'BROKEN_ARCHIVE',
    message: expect.stringContaining('Root/stored'),
  });
});

test('an archive without its end is damaged, not empty', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.zip');
  writeFileSync(archive, zip(FILES).subarray(0, 500));
  await expect(extractZip({ archive, place: () => undefined })).rejects.toMatchObject({ code: 'BROKEN_ARCHIVE' });
});
