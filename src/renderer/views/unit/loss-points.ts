import { lossesOf } from '../../../shared/oee';
import type { UnitFigure } from '../../../shared/shift-figures';
import { scoreOf } from '../common/figure-text';

/** What points of OEE were lost to. `together`: what the factors, each averaged by itself, do not explain; mostly it is near 0. */
export type LossKind = 'availability' | 'performance' | 'quality' | 'together';

export interface LossPoint {
  readonly kind: LossKind;
  /** Tenths of a point of OEE, whole; below 0 it was gained (performance above 100 %). */
  readonly tenths: number;
}

export interface LossPoints {
  /** Tenths of a percent, whole. */
  readonly oeeTenths: number;
  /** With the OEE they make 1,000 exactly, as they are shown. */
  readonly losses: readonly LossPoint[];
}

const WHOLE_TENTHS = 1_000;

/**
 * The points that a period's OEE lacks to 100, and what they were lost to: 1 − A, A (1 − P), A P (1 − Q). The OEE is the average of the
 * period's own samples, and no product of averages: the difference is a part of its own, so that the numbers add up.
 * @returns undefined where one of the scores is not known
 */
export function lossPoints(figure: UnitFigure | undefined): LossPoints | undefined {
  const average = (name: 'oee_score' | LossKind) =>
    name === 'together' ? undefined : (scoreOf(figure, name)?.average ?? undefined);
  const [oee, availability, performance, quality] = [
    average('oee_score'),
    average('availability'),
    average('performance'),
    average('quality'),
  ];
  if (oee === undefined || availability === undefined || performance === undefined || quality === undefined)
    return undefined;
  const lost = lossesOf({ availability, performance, quality });
  const parts = [lost.availability, lost.performance, lost.quality];
  const together = 1 - oee - parts.reduce((sum, part) => sum + part, 0);
  const oeeTenths = Math.round(oee * WHOLE_TENTHS);
  const tenths = addingUp([...parts, together], WHOLE_TENTHS - oeeTenths);
  const kinds = ['availability', 'performance', 'quality', 'together'] as const;
  const losses = kinds.map((kind, at) => ({ kind, tenths: tenths[at] ?? 0 }));
  return { oeeTenths, losses: losses.filter(({ kind, tenths: own }) => kind !== 'together' || own !== 0) };
}

/** Parts in whole tenths that add up to `sum`: each rounded down, what is left goes to those that lost most by it. */
function addingUp(parts: readonly number[], sum: number): readonly number[] {
  const exact = parts.map((part) => part * WHOLE_TENTHS);
  const whole = exact.map(Math.floor);
  const left = sum - whole.reduce((total, each) => total + each, 0);
  const byRest = exact.map((each, at) => ({ at, rest: each - Math.floor(each) })).toSorted((a, b) => b.rest - a.rest);
  byRest.forEach(({ at }, place) => {
    const share =
      Math.floor(left / parts.length) + (place < ((left % parts.length) + parts.length) % parts.length ? 1 : 0);
    whole[at] = (whole[at] ?? 0) + share;
  });
  return whole;
}
