import fc from 'fast-check';
import encodeQR from 'qr';
import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrPath } from '../../../../src/renderer/ui/qr-path';

/** The modules that a path fills, painted on a grid. */
function painted(path: string, size: number): boolean[][] {
  const grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let at = 0; at < Number(width); at += 1) (grid[Number(y)] as boolean[])[Number(x) + at] = true;
  return grid;
}

/** As a camera has it: four bytes a pixel, a few pixels a module. */
function picture(grid: readonly (readonly boolean[])[], scale = 4) {
  const size = grid.length * scale;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      if (grid[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true)
        data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
  return { width: size, height: size, data };
}

test('the path fills the dark modules and no other', () => {
  const grids = fc.array(fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(grids, (grid) => {
      expect(painted(qrPath(grid), 9)).toEqual(grid);
    }),
  );
});

test('what is drawn is read again as the address that it is of', () => {
  for (const text of ['http://192.168.1.20:8443/', 'https://[2001:db8::20]:8443/#code=12345678']) {
    const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
    expect(decodeQR(picture(painted(qrPath(modules), modules.length)))).toBe(text);
  }
});
