import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractEntry } from '../../../../scripts/bootstrap/tarball.mjs';
import { tarball } from '../../../support/archives';
import { temporaryFolder } from '../../../support/temporary-folder';

test('one file of many is written byte for byte, whatever the sizes around it', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.tgz');
  const destination = join(folder, 'out');
  const sizes = fc.constantFrom(0, 1, 511, 512, 513, 1024, 70_000);
  await fc.assert(
    fc.asyncProperty(fc.array(sizes, { minLength: 1, maxLength: 6 }), fc.nat(), async (sizesBytes, pick) => {
      const files = sizesBytes.map((size, index) => ({
        name: `package/${index}`,
        content: Buffer.alloc(size, index + 65),
      }));
      writeFileSync(archive, tarball(files));
      const wanted = files[pick % files.length];
      await extractEntry({ archive, entry: wanted?.name ?? '', destination });
      expect(readFileSync(destination).equals(wanted?.content ?? Buffer.alloc(0))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a name longer than 100 bytes is found, and the mode asked for is set', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.tgz');
  const name = `package/${'deep/'.repeat(20)}file`;
  writeFileSync(archive, tarball([{ name, content: Buffer.from('x') }]));
  await extractEntry({ archive, entry: name, destination: join(folder, 'out'), mode: 0o755 });
  expect(statSync(join(folder, 'out')).mode & 0o777).toBe(0o755);
});

test('an archive without the file says so', async () => {
  const archive = join(temporaryFolder(), 'a.tgz');
  writeFileSync(archive, tarball([{ name: 'package/a', content: Buffer.from('x') }]));
  const extracting = extractEntry({ archive, entry: 'package/b', destination: `${archive}.out` });
  await expect(extracting).rejects.toMatchObject({ code: 'NO_ENTRY', message: expect.stringContaining('package/b') });
});

test('an archive cut off anywhere is never taken for whole', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.tgz');
  const whole = tarball([
    { name: 'package/a', content: Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)) },
  ]);
  for (const part of [0.1, 0.5, 0.9]) {
    writeFileSync(archive, whole.subarray(0, Math.floor(whole.length * part)));
    await expect(extractEntry({ archive, entry: 'package/a', destination: join(folder, 'out') })).rejects.toThrow();
  }
});
