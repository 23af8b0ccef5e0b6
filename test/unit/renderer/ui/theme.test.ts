import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const RENDERER = 'src/renderer';
const AAA = 7;
/** Lines and marks that carry a meaning (WCAG 1.4.11), and the lines of a chart. */
const MARK = 3;

const stylesheet = readFileSync(join(RENDERER, 'ui/theme.css'), 'utf8');

/** Colours of a block by their names, without the two dashes. */
function coloursOf(selector: string): ReadonlyMap<string, string> {
  const start = stylesheet.indexOf(`${selector} {`);
  const block = stylesheet.slice(start, stylesheet.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  );
}

const light = coloursOf(':root');
const dark = coloursOf(':root[data-theme="dark"]');
const THEMES = { light, dark } as const;

/** Relative luminance of a `#rrggbb`, by WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [brighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (brighter + 0.05) / (darker + 0.05);
}

const GROUNDS = ['ground', 'panel', 'panel-sunk'];
/** Text that may stand on every ground; the wall shows all of them. */
const TEXTS = ['ink', 'ink-quiet', 'alarm-text', 'accent'];
const LINES_OF_MEANING = ['edge', 'focus'];
/** Parts things from each other and says nothing. */
const SILENT = ['rule'];
const names = [...light.keys()];
const inks = names.filter((name) => name.endsWith('-ink'));
const series = names.filter((name) => name.startsWith('series-'));

/** What a text upon a filled ground stands on: `x` and, where it has a pattern, `x-2`. */
function filledUnder(ink: string): string[] {
  const filled = ink.replace(/-ink$/, '');
  return names.filter((name) => name === filled || name === `${filled}-2`);
}

type Pair = readonly [text: string, ground: string, least: number];
const PAIRS: readonly Pair[] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground): Pair => [text, ground, AAA])),
  ...inks.flatMap((ink) => filledUnder(ink).map((ground): Pair => [ink, ground, AAA])),
  ...[...LINES_OF_MEANING, ...series].flatMap((line) => GROUNDS.map((ground): Pair => [line, ground, MARK])),
];

test('both themes have a value for every colour', () => {
  expect(names.length).toBeGreaterThan(30);
  expect([...dark.keys()].sort()).toEqual([...names].sort());
});

test('every colour is a ground, a text, a line, or a filled ground with its text', () => {
  const known = new Set([...PAIRS.map(([text]) => text), ...PAIRS.map(([, ground]) => ground), ...SILENT]);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

describe.each(Object.entries(THEMES))('in the %s theme', (_theme, colours) => {
  test.each(PAIRS)('%s on %s has a contrast of %d', (text, ground, least) => {
    expect(contrast(colours.get(text) ?? '', colours.get(ground) ?? '')).toBeGreaterThanOrEqual(least);
  });

  test('running and stopped differ in brightness too, and the abnormal stands out from the panel more', () => {
    const of = (name: string) => colours.get(name) ?? '';
    expect(contrast(of('andon-running'), of('andon-stopped'))).toBeGreaterThanOrEqual(2);
    expect(contrast(of('andon-stopped'), of('panel'))).toBeGreaterThan(contrast(of('andon-running'), of('panel')));
  });
});

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

/** A code for pictures is read by cameras: black on white in every theme. */
const COLOURS_OF_ITS_OWN = ['ui/qr-code.css'];

test('no stylesheet but the theme says a colour', () => {
  const own = filesUnder(RENDERER, '.css')
    .filter((file) => !file.endsWith('theme.css') && !COLOURS_OF_ITS_OWN.some((path) => file.endsWith(path)))
    .filter((file) => /#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(?:rgb|hsl)a?\(/i.test(readFileSync(file, 'utf8')));
  expect(own).toEqual([]);
});

test('a rule that sets text and ground together takes a pair that is computed here', () => {
  const pairs = new Set(PAIRS.map(([text, ground]) => `${text} on ${ground}`));
  const others: string[] = [];
  for (const file of filesUnder(RENDERER, '.css'))
    for (const [, body = ''] of readFileSync(file, 'utf8').matchAll(/\{([^{}]*)\}/g)) {
      const text = /(?:^|[\s;])color:\s*var\(--([a-z0-9-]+)\)/.exec(body)?.[1];
      const background = /(?:^|[\s;])background(?:-color)?:([^;]*)/.exec(body)?.[1] ?? '';
      const grounds = [...background.matchAll(/var\(--([a-z0-9-]+)\)/g)].map((match) => match[1] ?? '');
      if (text !== undefined)
        for (const ground of grounds)
          if (!pairs.has(`${text} on ${ground}`)) others.push(`${file}: ${text} on ${ground}`);
    }
  expect(others).toEqual([]);
});

test('every token that is used exists', () => {
  const tokens = new Set([...stylesheet.matchAll(/--([a-z0-9-]+):/g)].map((match) => match[1]));
  const unknown = ['.css', '.tsx', '.ts'].flatMap((ending) =>
    filesUnder(RENDERER, ending).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:var\(|colour\(')--([a-z0-9-]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !tokens.has(name))
        .map((name) => `${file}: --${name}`),
    ),
  );
  expect(unknown).toEqual([]);
});
