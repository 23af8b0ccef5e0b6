import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import type { ScreenSettings } from '../../src/renderer/screen/screen-store';
import type { Language } from '../../src/shared/languages';

/** How a page is looked at: size in CSS px, brightness, language. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  readonly language: Language;
}

const SIZES = [
  [1024, 600],
  [1920, 1080],
  [3840, 2160],
  [1080, 1920],
] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES: readonly Language[] = ['en', 'de', 'es', 'zh'];

/** Every size, brightness and language with every other. */
export const ALL_LOOKS: readonly Look[] = SIZES.flatMap(([width, height]) =>
  THEMES.flatMap((theme) => LANGUAGES.map((language): Look => ({ width, height, theme, language }))),
);

/** Six of them: each size, brightness and language, and the longest words on the two narrowest screens. */
export const SIX_LOOKS: readonly Look[] = [
  { width: 1024, height: 600, theme: 'light', language: 'de' },
  { width: 1920, height: 1080, theme: 'dark', language: 'en' },
  { width: 3840, height: 2160, theme: 'light', language: 'es' },
  { width: 1080, height: 1920, theme: 'dark', language: 'de' },
  { width: 1920, height: 1080, theme: 'light', language: 'zh' },
  { width: 1024, height: 600, theme: 'dark', language: 'es' },
];

/** Short, for file names and messages. */
export function lookName({ width, height, theme, language }: Look): string {
  return `${width}x${height}-${theme}-${language}`;
}

/** What a screen keeps of itself, as the page reads it. */
export function keptOf({ theme, language }: Look): Readonly<Record<string, string>> {
  const settings: ScreenSettings = { theme, distance: 'auto' };
  return { 'taktline.language': language, 'taktline.screen': JSON.stringify(settings) };
}

const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds against WCAG 2.2 AA, one line an element. It is brought by the debugger, which the page's content
 * policy does not bind.
 * @param isWall contrast as of AAA
 */
export async function axeFaults(page: Page, isWall = false): Promise<readonly string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async (enhanced) => {
    const axe = Reflect.get(window, 'axe');
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      rules: {
        // One of axe's experimental ones, which it leaves out by itself where no tags are named.
        'label-content-name-mismatch': { enabled: false },
        'color-contrast': { enabled: !enhanced },
        'color-contrast-enhanced': { enabled: enhanced },
      },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }: { id: string; nodes: { target: string[]; html: string }[] }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)}`),
    );
  }, isWall);
}

/** What does not fit or is too small for a glove, one line each: runs in the page. */
export function layoutFaults(): string[] {
  const faults: string[] = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${page.scrollWidth} px wide`);
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element) => {
    const style = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, style);
    return style;
  };
  const nameOf = (element: Element) =>
    `<${element.tagName.toLowerCase()} ${element.getAttribute('data-testid') ?? element.className}> “${element.textContent?.trim().slice(0, 40)}”`;
  const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (parent === null || text.textContent?.trim() === '' || !isSeen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    // Names that give way to the value beside them say so.
    if (parent.closest('[data-may-be-cut]') !== null) continue;
    // Texts for screen readers alone are a pixel large.
    if (box.width <= 1 || parent.getBoundingClientRect().width <= 1) continue;
    for (let holder: Element | null = parent; holder !== null; holder = holder.parentElement) {
      const { overflowX, overflowY } = styleOf(holder);
      // What is scrolled into view is cut off by nobody.
      if ([overflowX, overflowY].some((each) => each === 'auto' || each === 'scroll')) break;
      const frame = holder.getBoundingClientRect();
      const cutX = overflowX !== 'visible' && (box.right > frame.right + 1.5 || box.left < frame.left - 1.5);
      const cutY = overflowY !== 'visible' && (box.bottom > frame.bottom + 3 || box.top < frame.top - 3);
      const runsOut = holder.matches('button, a, input, summary') && box.right > frame.right + 1.5;
      if (cutX || cutY || runsOut) {
        faults.push(`cut off: ${nameOf(parent)} by ${nameOf(holder)}`);
        break;
      }
    }
  }
  for (const target of document.querySelectorAll('button, a[href], input, select, textarea, summary')) {
    const box = target.getBoundingClientRect();
    if (!isSeen(target) || box.width <= 1) continue;
    if (box.width < 47.5 || box.height < 47.5)
      faults.push(`${Math.round(box.width)} × ${Math.round(box.height)} px to touch: ${nameOf(target)}`);
  }
  return faults;
}

/** Fields of several parts, such as a date, take a Tab for each. */
const TABS_PER_TARGET = 4;

/** Everything that can be pressed or filled in and that Tab does not lead to with a visible focus. */
export async function unreachableByKeyboard(page: Page): Promise<readonly string[]> {
  const count = await page.evaluate(() => {
    // An open dialog takes everything else out of reach.
    const reachable = document.querySelector(':modal') ?? document;
    const targets = [...reachable.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary')];
    const wanted = targets.filter(
      (target) => target.checkVisibility() && !target.matches(':disabled, [tabindex="-1"]'),
    );
    for (const target of wanted) target.setAttribute('data-wanted', '');
    document.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && getComputedStyle(target).outlineStyle !== 'none')
        target.removeAttribute('data-wanted');
    });
    return wanted.length;
  });
  const left = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-wanted]')].map(
        (each) => `${each.getAttribute('data-testid') ?? each.className} “${each.textContent?.trim().slice(0, 40)}”`,
      ),
    );
  for (let tabs = 0; tabs < count * TABS_PER_TARGET + 5; tabs += 1) {
    await page.keyboard.press('Tab');
    if (tabs >= count && (await left()).length === 0) return [];
  }
  return left();
}
