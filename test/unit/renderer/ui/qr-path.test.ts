import { BinaryBitmap, HybridBinarizer, QRCodeReader, RGBLuminanceSource } from '@zxing/library';
import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { routeText } from '../../../../src/renderer/app/routes';
import { QrCode } from '../../../../src/renderer/ui/QrCode';
import { qrPath } from '../../../../src/renderer/ui/qr-path';
import { shownAddress } from '../../../../src/renderer/views/address/shown-address';

/** The modules that a path fills, painted on a grid. */
function painted(path: string, size: number): boolean[][] {
  const grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let at = 0; at < Number(width); at += 1) (grid[Number(y)] as boolean[])[Number(x) + at] = true;
  return grid;
}

/** What a phone reads of a drawn code, by another library than the one that made it: a few pixels a module, as a camera has it. */
function readByPhone(grid: readonly (readonly boolean[])[], scale = 4): string {
  const size = grid.length * scale;
  const light = new Uint8ClampedArray(size * size);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      light[y * size + x] = grid[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true ? 0 : 255;
  const picture = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(light, size, size)));
  return new QRCodeReader().decode(picture).getText();
}

/** The dark modules of the code that a screen shows for a text. */
function shownModules(text: string): boolean[][] {
  const drawn = renderToStaticMarkup(createElement(QrCode, { text, label: 'address' }));
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(drawn)?.[1]);
  return painted(/class="qr-code-dark" d="([^"]*)"/.exec(drawn)?.[1] ?? '', size);
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
  for (const text of ['http://192.168.1.20:8443/', 'https://[2001:db8::20]:8443/#code=12345678'])
    expect(readByPhone(shownModules(text))).toBe(text);
});

test('the code on a kiosk leads a phone to the view that the kiosk shows', () => {
  const hour = { kind: 'follow', spanMs: 3_600_000 } as const;
  const views = [
    '#/',
    '#/?order=plant&dwell=30s',
    routeText({
      view: 'unit',
      workUnitId: 'Presse 1/Süd',
      series: [{ table: 'metric', name: 'öl:druck' }],
      window: hour,
    }),
    routeText({ view: 'events', choice: { kinds: ['stop'], workUnitId: '冲压机-1', window: hour } }),
    `#/compare?mode=heat&${Array.from({ length: 12 }, (_, at) => `unit=machine-${at}`).join('&')}&range=last-7-days`,
  ];
  const { protocol, host, hostname } = new URL('https://10.0.0.7:8443/?kiosk&seconds=20');
  for (const hash of views) {
    const shown = shownAddress({ protocol, host, hostname, hash }, undefined);
    expect(shown).toEqual({ kind: 'address', address: `https://10.0.0.7:8443/${hash}` });
    expect(readByPhone(shownModules(shown.kind === 'address' ? shown.address : ''))).toBe(
      `https://10.0.0.7:8443/${hash}`,
    );
  }
});
