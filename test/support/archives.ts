import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** One file of an archive made for a test. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Buffer;
  /** Permission bits. */
  readonly mode?: number;
}

const BLOCK_BYTES = 512;

/** A gzipped ustar archive, as npm packs it; names above 100 bytes go into the prefix field. */
export function tarball(files: readonly ArchiveFile[]): Buffer {
  const parts = files.flatMap(({ name, content }) => {
    const padding = Buffer.alloc((BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES);
    return [tarHeader(name, content.length), content, padding];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK_BYTES)]), { level: 1 });
}

function tarHeader(name: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const cut = name.length > 100 ? name.lastIndexOf('/', 155) : -1;
  header.write(name.slice(cut + 1), 0);
  if (cut > 0) header.write(name.slice(0, cut), 345);
  header.write('0000644\0', 100);
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('0ustar\x0000', 156);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A zip archive; every second file is stored, the others are deflated. */
export function zip(files: readonly ArchiveFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  files.forEach((file, index) => {
    const packed = index % 2 === 0 ? deflateRawSync(file.content) : file.content;
    const fields = zipFields(file, index % 2 === 0 ? 8 : 0, packed.length);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, Buffer.from(file.name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((0o100000 | (file.mode ?? 0o644)) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('504b01021403', 'hex'), fields, tail, Buffer.from(file.name));
    bodies.push(local);
    offset += local.length;
  });
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, table, end]);
}

/** The 26 bytes that local header and directory share, from "version needed" to the extra field's length. */
function zipFields(file: ArchiveFile, method: number, packedBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt32LE(crc32(file.content), 10);
  fields.writeUInt32LE(packedBytes, 14);
  fields.writeUInt32LE(file.content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(file.name), 22);
  return fields;
}
