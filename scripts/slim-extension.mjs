// The embedded plant's TimescaleDB without its upgrade scripts: 12 of its 14 MB, which the engine would unpack and copy
// into its memory at every start.
import { gunzipSync, gzipSync } from 'node:zlib';
import { readHeader } from './bootstrap/tarball.mjs';

const BLOCK_BYTES = 512;
/** From one version to another; what makes the extension anew names one alone. */
const UPGRADE_SCRIPT = /--[^/]*--[^/]*\.sql$/;

/**
 * @param {Buffer} archive of the extension, as the package has it (gzip, ustar)
 * @returns {Buffer} a gzipped archive of the same files but the upgrade scripts, packed for being read quickly
 */
export function slimExtension(archive) {
  const tar = gunzipSync(archive);
  const kept = [];
  let offset = 0;
  while (offset < tar.length) {
    const header = tar.subarray(offset, offset + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) break;
    const { name, sizeBytes } = readHeader(header);
    const end = offset + BLOCK_BYTES + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
    if (!UPGRADE_SCRIPT.test(name)) kept.push(tar.subarray(offset, end));
    offset = end;
  }
  return gzipSync(Buffer.concat([...kept, Buffer.alloc(2 * BLOCK_BYTES)]), { level: 0 });
}
