import { z } from 'zod';
import { PieceRule, type PieceRules } from '../../../../shared/piece-rules';
import { told } from '../../../i18n/told';

/** How pieces are told, while a person writes it: numbers stay as they were typed. */

const text = z.string();

/** Whose pieces: of every unit, of a line's, of one. */
export const WHOSE = ['default', 'lines', 'units'] as const;

const RuleDraft = z.object({
  of: z.enum(WHOSE),
  /** The line's or the unit's; empty for every unit. */
  name: text,
  metric: text,
  counting: z.enum(['counter', 'samples']),
  taktSeconds: text,
  idealCycleSeconds: text,
  targetPerShift: text,
});
export type RuleDraft = z.infer<typeof RuleDraft>;

export const PiecesDraft = z.array(RuleDraft);
export type PiecesDraft = z.infer<typeof PiecesDraft>;

const NUMBERS = ['targetPerShift', 'taktSeconds', 'idealCycleSeconds'] as const;

export function piecesDraftOf({ default: other, lines, units }: PieceRules): PiecesDraft {
  const rows = (of: 'lines' | 'units', rules: PieceRules['lines']) =>
    Object.entries(rules).map(([name, rule]) => ruleDraftOf(of, name, rule));
  return [
    ...(other === undefined ? [] : [ruleDraftOf('default', '', other)]),
    ...rows('lines', lines),
    ...rows('units', units),
  ];
}

function ruleDraftOf(of: RuleDraft['of'], name: string, rule: PieceRule): RuleDraft {
  const [targetPerShift = '', taktSeconds = '', idealCycleSeconds = ''] = NUMBERS.map((field) =>
    rule[field] === undefined ? '' : String(rule[field]),
  );
  return { of, name, metric: rule.metric, counting: rule.counting, targetPerShift, taktSeconds, idealCycleSeconds };
}

/** What the form says, as the decoder reads it; it may be wrong. */
export function piecesDocumentOf(draft: PiecesDraft): unknown {
  const rows = (of: 'lines' | 'units') =>
    Object.fromEntries(draft.filter((row) => row.of === of).map((row) => [row.name, ruleDocumentOf(row)]));
  const other = draft.find(({ of }) => of === 'default');
  return {
    ...(other === undefined ? {} : { default: ruleDocumentOf(other) }),
    ...{ lines: rows('lines'), units: rows('units') },
  };
}

function ruleDocumentOf(row: RuleDraft): unknown {
  const numbers = NUMBERS.filter((field) => row[field].trim() !== '').map((field) => [field, typedNumber(row[field])]);
  return { metric: row.metric, counting: row.counting, ...Object.fromEntries(numbers) };
}

/** "12,5" is meant as 12.5; what is no number stays a text, which the decoder refuses. */
function typedNumber(typed: string): number | string {
  const value = Number(typed.trim().replace(',', '.'));
  return Number.isNaN(value) ? typed : value;
}

/** What is wrong with one row, by its field, in the page's language. */
export function ruleFaults(row: RuleDraft): ReadonlyMap<string, string> {
  const result = PieceRule.safeParse(ruleDocumentOf(row));
  if (result.success) return new Map();
  return new Map(result.error.issues.map(({ path, message }) => [path.join('.'), told(message)]));
}

/** A row for somebody who has none yet. */
export function newRule(of: RuleDraft['of'], name: string, metric: string): RuleDraft {
  return { of, name, metric, counting: 'counter', targetPerShift: '', taktSeconds: '', idealCycleSeconds: '' };
}
