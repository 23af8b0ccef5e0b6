import { WEEKDAYS } from '../../shared/calendar/production-days';
import type { Language } from '../../shared/languages';
import { en } from './en/en';
import { formatsIn } from './format';
import { intervalText } from './interval-text';
import { language } from './language';
import { stageWord } from './stage-word';
import { type TextKey, textsIn } from './text';

/*
 * Sentences of the main process come in English, as they stand in its logs, on the command line and on the wire, where an
 * appliance of another version may have made them. A screen in another language recognises them by the English catalogue,
 * whose texts are those sentences with names for their values: a test reads the sources of the main process and finds each
 * of them there. What is not recognised stays as it came: mostly it is PostgreSQL's own.
 */

/** The domains whose English texts are sentences of the main process. */
export const TOLD_DOMAINS = ['answers', 'connectionTest', 'links', 'planning', 'rules', 'handOver'] as const;

/** The value of this name is the code of a stage. */
const STAGE = 'blocker';
/** The value of this name is a day of the week as calendars write it, or a date. */
const WEEKDAY = 'weekday';

interface Template {
  readonly key: TextKey;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Characters that are the sentence's own: the more, the surer. */
  readonly weight: number;
}

/** Values stay as they came (names, numbers, what a server says in its own words), but for sentences, intervals and {@link STAGE}. */
const NAME = /\{\{(\w+)\}\}/g;

function templateOf(key: TextKey, text: string): Template {
  const names = [...text.matchAll(NAME)].map(([, name = '']) => name);
  const literals = text.split(/\{\{\w+\}\}/);
  const source = literals.map((literal) => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('(.*?)');
  // In a plan a sentence's end begins one.
  const either = /^[a-z]/.test(source) ? `[${source[0]}${source[0]?.toUpperCase()}]${source.slice(1)}` : source;
  return { key, names, pattern: new RegExp(`^${either}$`, 's'), weight: literals.join('').length };
}

function templates(): readonly Template[] {
  const all = TOLD_DOMAINS.flatMap((domain) =>
    Object.entries(en[domain]).map(([key, text]) => templateOf(`${domain}.${key}` as TextKey, text)),
  );
  return all.sort((a, b) => b.weight - a.weight);
}

let made: readonly Template[] | undefined;

/** A teller into one language; `told` is this page's. English is told as it came. */
export function toldIn(wanted: Language): (text: string) => string {
  if (wanted === 'en') return (text) => text;
  const translate = textsIn(wanted) as (key: TextKey, values?: Readonly<Record<string, string>>) => string;
  const whole = (text: string): string | undefined => {
    made ??= templates();
    for (const { key, pattern, names } of made) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const values = names.map((name, at) => [name, saidValue(name, match[at + 1] ?? '')] as const);
      const sentence = translate(key, Object.fromEntries(values));
      return /^\p{Lu}/u.test(text) ? sentence.replace(/^\p{Ll}/u, (first) => first.toUpperCase()) : sentence;
    }
    return undefined;
  };
  /** Sentences one after the other, the longest that are known; a stretch that is not stays as it came. */
  const oneByOne = (text: string): string | undefined => {
    const sentences = text.split(/(?<=[.!?]) (?=\p{Lu})/u);
    const said: string[] = [];
    let isKnown = false;
    for (let at = 0; at < sentences.length; ) {
      let end = sentences.length;
      let found: string | undefined;
      while (end > at) {
        found = end - at === sentences.length ? undefined : whole(sentences.slice(at, end).join(' '));
        if (found !== undefined) break;
        end -= 1;
      }
      isKnown ||= found !== undefined;
      said.push(found ?? sentences[at] ?? '');
      at = Math.max(end, at + 1);
    }
    return isKnown ? said.join(' ') : undefined;
  };
  /** "What: why", where why is known. */
  const behindColon = (text: string): string | undefined => {
    for (let at = text.indexOf(': '); at >= 0; at = text.indexOf(': ', at + 1)) {
      const why = whole(text.slice(at + 2));
      if (why !== undefined) return `${part(text.slice(0, at))}: ${why}`;
    }
    return undefined;
  };
  /** Ends of a sentence in a row: "may create roles, and may replicate". */
  const inRow = (text: string): string | undefined => {
    for (const between of ['; ', ', and ', ', nor ', ', or ', ', ']) {
      const parts = text.split(between);
      const said = parts.map(whole);
      if (parts.length > 1 && said.some((each) => each !== undefined))
        return said.map((each, at) => each ?? parts[at]).join(between === '; ' ? '; ' : ', ');
    }
    return undefined;
  };
  const part = (text: string): string =>
    intervalText(text, wanted) ?? whole(text) ?? oneByOne(text) ?? inRow(text) ?? text;
  const saidValue = (name: string, text: string): string =>
    (name === STAGE ? stageWord(text, (key) => translate(key)) : undefined) ??
    (name === WEEKDAY ? weekdayWord(text, wanted) : undefined) ??
    part(text);
  return (text) => whole(text) ?? oneByOne(text) ?? behindColon(text) ?? inRow(text) ?? text;
}

function weekdayWord(text: string, wanted: Language): string | undefined {
  const day = WEEKDAYS.find((each) => each === text);
  return day && formatsIn(wanted).dayNameText(WEEKDAYS.indexOf(day));
}

/** A sentence of the main process in this page's language. */
export const told = toldIn(language);
