import { isHeld, LOAD_BOUND_MS, type LoadReport, type LoadStep, whyNotHeld } from '../../../shared/load-test';
import { bytesText, countText, msText } from './diagnostics-text';

const screensText = (screens: number) => `${countText(screens)} screens`;

/** What a person with an installation to plan reads first. */
export function answerText({ steps, perSecond }: LoadReport): string {
  const best = steps.findLast(isHeld);
  const short = steps.find((step) => !isHeld(step));
  const rate = `at ${countText(perSecond)} updates a second`;
  if (best === undefined)
    return `This PC does not serve ${screensText(steps[0]?.screens ?? 0)} ${rate}. ${shortText(short)}`;
  const most = short === undefined ? 'at least ' : '';
  const well = `This PC serves ${most}${screensText(best.screens)} ${rate}: 99 % of the updates are there within ${msText(best.p99Ms ?? undefined)}, none lost.`;
  return short === undefined ? well : `${well} ${shortText(short)}`;
}

/** Why it does not serve more. */
function shortText(step: LoadStep | undefined): string {
  if (step === undefined) return '';
  const { screens, connected, lost, doubled, closed, conflated, p99Ms } = step;
  const beginning = `With ${countText(screens)}`;
  switch (whyNotHeld(step)) {
    case 'not-in':
      return `${beginning}, only ${countText(connected)} had their first values within 10 s.`;
    case 'lost':
      return `${beginning}, ${countText(lost)} updates were lost and ${countText(doubled)} came twice.`;
    case 'closed':
      return `${beginning}, ${countText(closed)} connections were closed because they could not keep up.`;
    case 'behind':
      return `${beginning}, some fell behind and got latest values alone, ${countText(conflated)} times.`;
    default:
      return `${beginning}, 99 % were there within ${msText(p99Ms ?? undefined)}: more than the ${LOAD_BOUND_MS} ms that nobody notices.`;
  }
}

export const STEP_HEADS = [
  ...['screens', 'half within', '95 % within', '99 % within', 'longest', 'lost', 'twice', 'fell behind', 'closed'],
  ...['processor', 'memory'],
] as const;

/** The figures of a step, below {@link STEP_HEADS}. */
export function stepTexts(step: LoadStep): readonly string[] {
  const { screens, p50Ms, p95Ms, p99Ms, maxMs, lost, doubled, conflated, closed, cpuShare, residentBytes } = step;
  return [
    ...[countText(screens), ...[p50Ms, p95Ms, p99Ms, maxMs].map((ms) => msText(ms ?? undefined))],
    ...[lost, doubled, conflated, closed].map(countText),
    ...[`${Math.round(cpuShare * 100)} % of a core`, bytesText(residentBytes)],
  ];
}
