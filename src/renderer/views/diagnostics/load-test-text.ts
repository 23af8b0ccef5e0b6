import { isHeld, LOAD_BOUND_MS, type LoadReport, type LoadStep, whyNotHeld } from '../../../shared/load-test';
import { t } from '../../i18n/text';
import { bytesText, countText, msText } from './diagnostics-text';

/** What a person with an installation to plan reads first. */
export function answerText({ steps, perSecond }: LoadReport): string {
  const best = steps.findLast(isHeld);
  const short = steps.find((step) => !isHeld(step));
  const rate = countText(perSecond);
  if (best === undefined)
    return `${t('loadTest.servesNot', { screens: countText(steps[0]?.screens ?? 0), rate })} ${shortText(short)}`;
  const held = { screens: countText(best.screens), rate, time: msText(best.p99Ms ?? undefined) };
  return short === undefined ? t('loadTest.servesAtLeast', held) : `${t('loadTest.serves', held)} ${shortText(short)}`;
}

/** Why it does not serve more. */
function shortText(step: LoadStep | undefined): string {
  if (step === undefined) return '';
  const screens = countText(step.screens);
  switch (whyNotHeld(step)) {
    case 'not-in':
      return t('loadTest.notIn', { screens, connected: countText(step.connected) });
    case 'lost':
      return t('loadTest.lost', { screens, lost: countText(step.lost), doubled: countText(step.doubled) });
    case 'closed':
      return t('loadTest.closed', { screens, closed: countText(step.closed) });
    case 'behind':
      return t('loadTest.behind', { screens, times: countText(step.conflated) });
    default:
      return t('loadTest.late', { screens, time: msText(step.p99Ms ?? undefined), bound: msText(LOAD_BOUND_MS) });
  }
}

export const STEP_HEADS = [
  ...[t('loadTest.screens'), t('loadTest.half'), t('loadTest.within95'), t('loadTest.within99'), t('loadTest.longest')],
  ...[t('loadTest.lostHead'), t('loadTest.twice'), t('loadTest.fellBehind'), t('loadTest.closedHead')],
  ...[t('loadTest.processor'), t('loadTest.memory')],
];

/** The figures of a step, below {@link STEP_HEADS}. */
export function stepTexts(step: LoadStep): readonly string[] {
  const { screens, p50Ms, p95Ms, p99Ms, maxMs, lost, doubled, conflated, closed, cpuShare, residentBytes } = step;
  return [
    ...[countText(screens), ...[p50Ms, p95Ms, p99Ms, maxMs].map((ms) => msText(ms ?? undefined))],
    ...[lost, doubled, conflated, closed].map(countText),
    ...[t('loadTest.ofCore', { percent: Math.round(cpuShare * 100) }), bytesText(residentBytes)],
  ];
}
