import { useEffect, useState } from 'react';

/** Colours for drawing on a canvas, which cannot read CSS custom properties by itself. */
export interface ChartTheme {
  readonly ground: string;
  readonly panel: string;
  readonly ink: string;
  readonly inkQuiet: string;
  readonly rule: string;
  readonly accent: string;
  readonly alarm: string;
  readonly warn: string;
  readonly series: readonly string[];
  readonly fontFamily: string;
  /** Size of the page's text in CSS px. */
  readonly fontPx: number;
  /** Width of a line in CSS px: it grows with the text, to be seen from as far away. */
  readonly linePx: number;
}

const SERIES_COLOURS = 6;
const USUAL_TEXT_PX = 16;
/** At the usual text size. */
const LINE_PX = 1.5;

/** The theme that holds for an element now. */
export function themeOf(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const fontPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_TEXT_PX;
  const colour = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    ground: colour('--ground', '#eef0f2'),
    panel: colour('--panel', '#ffffff'),
    ink: colour('--ink', '#1b2226'),
    inkQuiet: colour('--ink-quiet', '#56626a'),
    rule: colour('--rule', '#cbd2d6'),
    accent: colour('--accent', '#1d5c96'),
    alarm: colour('--alarm-text', '#b91c1c'),
    warn: colour('--warn', '#f2b53a'),
    series: Array.from({ length: SERIES_COLOURS }, (_, i) => colour(`--series-${i + 1}`, '#1d5c96')),
    fontFamily: style.fontFamily,
    fontPx,
    linePx: LINE_PX * Math.max(1, fontPx / USUAL_TEXT_PX),
  };
}

/** The colour of a series; colours repeat after the sixth. */
export function seriesColour(theme: ChartTheme, colourIndex: number): string {
  return theme.series[colourIndex % SERIES_COLOURS] ?? theme.ink;
}

/** In widths of a line: whole, long, short, and long and short by turns. */
const DASHES: readonly (readonly number[])[] = [[], [6, 4], [1.5, 3], [8, 3, 1.5, 3]];

/**
 * The dashes of a series' line, in widths of a line, so that lines are told apart without their colours: neighbours differ,
 * and where a colour comes again it comes with other dashes.
 */
export function dashOf(colourIndex: number): readonly number[] {
  return DASHES[(colourIndex + Math.floor(colourIndex / SERIES_COLOURS)) % DASHES.length] ?? [];
}

/** The theme of the page, read anew when the page turns dark or light or its text changes size; undefined before the first look. */
export function useChartTheme(): ChartTheme | undefined {
  const [theme, setTheme] = useState<ChartTheme>();
  useEffect(() => {
    const read = () => setTheme(themeOf(document.body));
    read();
    // What this screen was set to stands on the root (screen/apply-screen.ts).
    const root = new MutationObserver(read);
    root.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-distance'] });
    // The text size follows the window's (theme.css), so the axes must as well.
    window.addEventListener('resize', read);
    return () => {
      root.disconnect();
      window.removeEventListener('resize', read);
    };
  }, []);
  return theme;
}
