import type { PieceRule, PieceRules } from '../../../../shared/piece-rules';
import { shortText } from '../../../i18n/format';
import { t } from '../../../i18n/text';
import { type LineChange, without } from '../shifts/calendar-changes';

/** What saving would do to the rules of pieces, said as what goes and what comes. */
export function piecesChanges(before: PieceRules, after: PieceRules): readonly LineChange[] {
  const [was, is] = [said(before), said(after)];
  const change = { line: t('plan.pieces'), gone: without(was, is), come: without(is, was) };
  return change.gone.length + change.come.length === 0 ? [] : [change];
}

function said({ default: other, lines, units }: PieceRules): readonly string[] {
  return [
    ...(other === undefined ? [] : [ruleText(t('plan.everyUnit'), other)]),
    ...Object.entries(lines).map(([name, rule]) => ruleText(t('plan.lineOf', { name }), rule)),
    ...Object.entries(units).map(([name, rule]) => ruleText(name, rule)),
  ];
}

function ruleText(whose: string, rule: PieceRule): string {
  const number = (label: string, value: number | undefined) =>
    value === undefined ? [] : [`${label} ${shortText(value)}`];
  return [
    `${whose}: ${rule.metric}`,
    t(rule.counting === 'counter' ? 'plan.counter' : 'plan.samples'),
    ...number(t('plan.perShift'), rule.targetPerShift),
    ...number(t('plan.takt'), rule.taktSeconds),
    ...number(t('plan.idealCycle'), rule.idealCycleSeconds),
  ].join(', ');
}
