import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dashOf } from '../../../../src/renderer/chart/chart-theme';
import { CursorStore } from '../../../../src/renderer/chart/cursor-store';

type Rgb = readonly [number, number, number];

/** What people see who lack one kind of cones: matrices on linear RGB. Source: Machado, Oliveira, Fernandes 2009, severity 1. */
const EYES: Readonly<Record<string, readonly Rgb[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

function rgbOf(hex: string): Rgb {
  const at = (from: number) => linear(Number.parseInt(hex.slice(from, from + 2), 16) / 255);
  return [at(1), at(3), at(5)];
}

function seenBy(matrix: readonly Rgb[], colour: Rgb): Rgb {
  const [r, g, b] = matrix.map((row) => row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2]);
  return [r ?? 0, g ?? 0, b ?? 0];
}

/** Distance in OKLab. */
function distance(a: Rgb, b: Rgb): number {
  const lab = ([r, g, bl]: Rgb) => {
    const l = Math.cbrt(Math.max(0, 0.4122 * r + 0.5363 * g + 0.0514 * bl));
    const m = Math.cbrt(Math.max(0, 0.2119 * r + 0.6807 * g + 0.1074 * bl));
    const s = Math.cbrt(Math.max(0, 0.0883 * r + 0.2817 * g + 0.63 * bl));
    return [
      0.2105 * l + 0.7936 * m - 0.0041 * s,
      1.978 * l - 2.4286 * m + 0.4506 * s,
      0.0259 * l + 0.7828 * m - 0.8087 * s,
    ];
  };
  const [x, y] = [lab(a), lab(b)];
  return Math.hypot(...x.map((part, i) => part - (y[i] ?? 0)));
}

const theme = readFileSync('src/renderer/ui/theme.css', 'utf8');
/** Light, then dark. */
const palettes = [0, 1].map((which) =>
  Array.from(
    { length: 6 },
    (_, i) => [...theme.matchAll(new RegExp(`--series-${i + 1}:\\s*(#[0-9a-f]{6})`, 'g'))][which]?.[1] ?? '',
  ),
);

test('two lines that look alike to somebody who sees red and green alike have other dashes', () => {
  for (const palette of palettes) {
    expect(palette.every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true);
    for (const matrix of Object.values(EYES)) {
      for (let i = 0; i < palette.length; i++) {
        for (let j = 0; j < i; j++) {
          const [a, b] = [palette[i] ?? '', palette[j] ?? ''].map((colour) => seenBy(matrix, rgbOf(colour)));
          if (a === undefined || b === undefined || distance(a, b) >= 0.06) continue;
          expect(dashOf(i), `${palette[i]} and ${palette[j]}`).not.toEqual(dashOf(j));
        }
      }
    }
  }
});

test('a colour that comes again comes with other dashes, up to 24 series', () => {
  const looks = Array.from({ length: 24 }, (_, i) => `${i % 6} ${dashOf(i).join()}`);
  expect(new Set(looks).size).toBe(24);
});

test('a cursor is told when it moves, and only then', () => {
  const store = new CursorStore();
  const seen: (number | undefined)[] = [];
  const off = store.on(() => seen.push(store.timeMs()));
  for (const at of [1, 1, 2, undefined, undefined]) store.point(at);
  off();
  store.point(3);
  expect(seen).toEqual([1, 2, undefined]);
});
