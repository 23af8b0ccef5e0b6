import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tarball } from '../../support/archives';
import { run } from '../../support/child-output';
import { fakeRegistry, integrityOf } from '../../support/fake-registry';
import { temporaryFolder } from '../../support/temporary-folder';

const ROOT = resolve(import.meta.dirname, '../../..');
const PACKAGE = 'fake-node';

test('on a fresh clone --check names what is missing, exits with 1 and changes nothing', async () => {
  const folder = temporaryFolder();
  cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(ROOT, name), join(folder, name));
  const before = readdirSync(folder);
  const check = run(process.execPath, ['scripts/bootstrap.mjs', '--check'], { cwd: folder });
  expect(await check.ended).toBe(1);
  expect(check.stdout()).toMatch(/missing: npm packages: not installed\n/);
  expect(check.stdout()).toMatch(/missing: Electron runtime: not here\n/);
  expect(check.stdout()).toMatch(/not ready: run npm run setup\n$/);
  expect(readdirSync(folder)).toEqual(before);
});

test('an unknown flag is one sentence on stderr, without a stack trace', async () => {
  const asked = run(process.execPath, [join(ROOT, 'scripts', 'bootstrap.mjs'), '--chek']);
  expect(await asked.ended).toBe(1);
  expect(asked.stderr()).toMatch(/^taktline: Unknown option '--chek'\. Usage: .*\n$/);
});

/** Installs a tool Node from the fake registry, as the set-up does it under its lock. */
const INSTALL = `
  const [scripts, root, integrity] = process.argv.slice(1);
  const load = (name) => import(scripts + '/bootstrap/' + name + '.mjs');
  const { layout, removeLeftovers } = await load('layout');
  const { withLock } = await load('lock');
  const { installToolNode } = await load('tool-node');
  const { createReporter } = await load('reporter');
  const { runMain } = await load('failure');
  const { runtime, nodeFolder: folder, setupLock } = layout(root);
  const pin = { name: '${PACKAGE}', version: '1.0.0', integrity, sizeBytes: 2e6 };
  await runMain(() => withLock(setupLock, async () => {
    removeLeftovers(runtime);
    await installToolNode({ folder, runtime, pin, reporter: createReporter() });
  }));
`;

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('a download (Linux x64 only)', () => {
  const binary = randomBytes(2_000_000);
  const archive = tarball([
    { name: 'package/package.json', content: Buffer.from(JSON.stringify({ name: PACKAGE, version: '1.0.0' })) },
    { name: 'package/bin/node', content: binary },
  ]);

  function install(root: string, registry: string, integrity: string) {
    const env = { ...process.env, npm_config_registry: registry, npm_config_cache: join(root, 'npm-cache') };
    const args = ['--input-type=module', '-e', INSTALL, join(ROOT, 'scripts'), root, integrity];
    return run(process.execPath, args, { env, cwd: root });
  }

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'cut off by %s leaves nothing that passes for whole; the next run completes it',
    async (signal) => {
      const root = temporaryFolder();
      const registry = await fakeRegistry(PACKAGE, archive);
      const first = install(root, registry.url, integrityOf(archive));
      await registry.halfSent;
      first.child.kill(signal);
      await first.ended;
      expect(existsSync(join(root, '.runtime', 'node', 'bin', 'node'))).toBe(false);

      registry.sendWhole();
      const second = install(root, registry.url, integrityOf(archive));
      expect([await second.ended, second.stderr()]).toEqual([
        0,
        expect.stringContaining('getting it from the npm registry'),
      ]);
      expect(readFileSync(join(root, '.runtime', 'node', 'bin', 'node')).equals(binary)).toBe(true);
      expect(readdirSync(join(root, '.runtime'))).toEqual(['node']);
    },
  );

  test('with other bytes than the pinned ones is thrown away with one sentence', async () => {
    const root = temporaryFolder();
    const registry = await fakeRegistry(PACKAGE, archive);
    registry.sendWhole();
    const asked = install(root, registry.url, integrityOf(Buffer.from('what was pinned')));
    expect(await asked.ended).toBe(1);
    expect(asked.stderr()).toMatch(/^taktline: The package fake-node arrived with a wrong checksum .*$/m);
    expect(asked.stderr()).not.toContain('    at ');
    expect(readdirSync(join(root, '.runtime'))).toEqual([]);
  });
});

test('processes that ask for the lock at once take turns', async () => {
  const folder = temporaryFolder();
  const counter = join(folder, 'counter');
  writeFileSync(counter, '0');
  const script = `
    const { withLock } = await import(process.argv[1]);
    const { readFileSync, writeFileSync } = await import('node:fs');
    const { setImmediate } = await import('node:timers/promises');
    for (let i = 0; i < 5; i++) await withLock(process.argv[2], async () => {
      const value = Number(readFileSync(process.argv[3], 'utf8'));
      await setImmediate();
      writeFileSync(process.argv[3], String(value + 1));
    });`;
  const args = [
    '--input-type=module',
    '-e',
    script,
    join(ROOT, 'scripts/bootstrap/lock.mjs'),
    join(folder, 'lock'),
    counter,
  ];
  const children = Array.from({ length: 4 }, () => run(process.execPath, args));
  expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  expect(readFileSync(counter, 'utf8')).toBe('20');
});
