import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStaticFile } from '../../../../src/main/gateway/static-files';

let folder: string;
let root: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taktline-static-'));
  root = join(folder, 'pages');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(root, 'index.html'), 'index');
  await writeFile(join(root, '.hidden'), 'secret');
  await writeFile(join(root, 'assets', 'a b-é.js'), 'script');
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'));
});

afterAll(() => rm(folder, { recursive: true }));

async function bodyOf(path: string): Promise<string | undefined> {
  const file = await readStaticFile(root, path);
  return file === undefined ? undefined : Buffer.from(file.body).toString();
}

test('files are found by their encoded path, with their type', async () => {
  expect(await bodyOf('/')).toBe('index');
  expect(await readStaticFile(root, '/index.html')).toMatchObject({
    contentType: 'text/html; charset=utf-8',
    isImmutable: false,
  });
  const script = await readStaticFile(root, '/assets/a%20b-%C3%A9.js');
  expect(script).toMatchObject({ contentType: 'text/javascript; charset=utf-8', isImmutable: true });
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/..%5csecret.txt',
  '/assets/../../secret.txt',
  '/%252e%252e/secret.txt',
  '//secret.txt',
  '/./index.html',
  '/link.txt',
  '/.hidden',
  '/C:/secret.txt',
  '/index.html%00.js',
  '/%',
  '/%ff',
  '',
  'index.html',
  '/assets',
  '/assets/',
  '/nothing.js',
  '/index.html/x',
  `/${'a'.repeat(5_000)}`,
  '/index.html::$DATA',
])('%s is no page', async (path) => {
  expect(await readStaticFile(root, path)).toBeUndefined();
});

test('whatever is asked for, nothing from outside comes', async () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '%5c',
    '\\',
    '/',
    'secret.txt',
    'assets',
    '%00',
    'pages',
    '%c0%ae',
    '~',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 8 }), async (parts) => {
      expect(await bodyOf(`/${parts.join('')}`)).not.toBe('secret');
      expect(await bodyOf(`/${parts.join('/')}`)).not.toBe('secret');
    }),
    { numRuns: 500 },
  );
});
