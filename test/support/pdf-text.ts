import { inflateSync } from 'node:zlib';

/** What stands in a PDF that Chromium made, as far as tests ask: its fonts name every glyph's character, and nothing is encrypted. */
export interface PdfContent {
  readonly pages: number;
  /** Of all pages, without spaces: where words end is a matter of where glyphs stand. */
  readonly text: string;
}

interface PdfObject {
  readonly head: string;
  /** Inflated; undefined of an object without a stream. */
  readonly stream: string | undefined;
}

/** Characters by code, and how many hex digits a code has. */
interface Font {
  readonly digits: number;
  readonly characters: ReadonlyMap<number, string>;
}

/** @throws Error where it is no PDF */
export function readPdf(pdf: Buffer): PdfContent {
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') throw new Error('This is no PDF.');
  const objects = objectsOf(pdf);
  const fonts = fontsOf(objects);
  const all = [...objects.values()];
  return {
    pages: all.filter(({ head }) => /\/Type\s*\/Page\b/.test(head)).length,
    text: all.map(({ stream }) => (stream === undefined ? '' : textOf(stream, fonts))).join(''),
  };
}

function objectsOf(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const { 1: id = '', index, 0: begin } of text.matchAll(/^(\d+) 0 obj\b/gm)) {
    const end = text.indexOf('endobj', index);
    const [head = '', rest] = text.slice(index + begin.length, end).split(/stream\r?\n/, 2);
    const startAt = rest === undefined ? -1 : text.indexOf(rest, index);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const bytes = startAt < 0 ? undefined : pdf.subarray(startAt, startAt + length);
    const isText = bytes !== undefined && head.includes('/FlateDecode') && !head.includes('/Image');
    objects.set(id, { head, stream: isText ? inflateSync(bytes).toString('latin1') : undefined });
  }
  return objects;
}

/** By the name that pages call them by, which is the same on all pages. */
function fontsOf(objects: ReadonlyMap<string, PdfObject>): ReadonlyMap<string, Font> {
  const fonts = new Map<string, Font>();
  for (const { head } of objects.values())
    for (const [, name = '', id = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const font = objects.get(id)?.head ?? '';
      const map = objects.get(/\/ToUnicode (\d+) 0 R/.exec(font)?.[1] ?? '')?.stream ?? '';
      fonts.set(name, { digits: /\/Type0\b/.test(font) ? 4 : 2, characters: charactersOf(map) });
    }
  return fonts;
}

function charactersOf(map: string): ReadonlyMap<number, string> {
  const characters = new Map<number, string>();
  for (const [, lines = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = '', to = ''] of lines.matchAll(/<(\w+)>\s*<(\w+)>/g))
      characters.set(Number.parseInt(code, 16), utf16Of(to));
  for (const [, lines = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', upTo = '', to = ''] of lines.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(upTo, 16); code += 1)
        characters.set(code, String.fromCharCode(Number.parseInt(to, 16) + code - Number.parseInt(from, 16)));
  return characters;
}

function utf16Of(hex: string): string {
  return hex.replaceAll(/\w{4}/g, (unit) => String.fromCharCode(Number.parseInt(unit, 16)));
}

/** Every glyph that a content stream draws, in the order of drawing. */
function textOf(stream: string, fonts: ReadonlyMap<string, Font>): string {
  let font: Font | undefined;
  let text = '';
  for (const [, name, codes] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
    if (name !== undefined) font = fonts.get(name);
    else if (font !== undefined && codes !== undefined)
      for (let at = 0; at < codes.length; at += font.digits)
        text += font.characters.get(Number.parseInt(codes.slice(at, at + font.digits), 16)) ?? '';
  }
  return text.replaceAll(/\s/g, '');
}
