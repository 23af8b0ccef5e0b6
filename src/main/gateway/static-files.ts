import { readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve } from 'node:path';

export interface StaticFile {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** True where the name carries a hash of the content: it never changes. */
  readonly isImmutable: boolean;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Errors that mean "no such file" to whoever asked for it. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP']);

/**
 * One file of a folder, by the path of a URL. `/` is `index.html`.
 * @param urlPath as it stands in the URL, still percent-encoded, without query
 * @returns undefined where there is no such file within the folder, links that lead out of it included
 * @throws the file system's error where a file is there and cannot be read
 */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | undefined> {
  const inside = insidePath(urlPath);
  if (inside === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(resolve(root, inside));
    if (!isWithin(root, file)) return undefined;
    const contentType = CONTENT_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return { body: await readFile(file), contentType, isImmutable: inside.startsWith('assets/') };
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** The path below the folder, decoded once; undefined for what no link of ours ever holds. */
function insidePath(urlPath: string): string | undefined {
  const decoded = decode(urlPath);
  if (decoded === undefined || !decoded.startsWith('/')) return undefined;
  if (decoded === '/') return 'index.html';
  const parts = decoded.slice(1).split('/');
  // Empty and dotted parts (`//`, `..`, `.git`), Windows' separators, drives and streams, and control characters.
  const isPlain = parts.every((part) => part !== '' && !part.startsWith('.') && !/[\\:\p{Cc}]/u.test(part));
  return isPlain ? parts.join('/') : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken percent sequence names no file.
    return undefined;
  }
}

function isWithin(root: string, file: string): boolean {
  const path = relative(root, file);
  return path !== '' && !path.startsWith('..') && !isAbsolute(path);
}
