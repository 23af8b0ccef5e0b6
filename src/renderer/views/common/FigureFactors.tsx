import { isAboveIdeal } from '../../../shared/oee';
import type { UnitFigure } from '../../../shared/shift-figures';
import { t } from '../../i18n/text';
import { seriesLabel } from '../../ui/names';
import { FigureValue } from './FigureValue';
import { factorLetter } from './factor-letter';
import { isToCome, scoreOf } from './figure-text';

const FACTORS = ['availability', 'performance', 'quality'] as const;

interface Props {
  readonly figure: UnitFigure | undefined;
  readonly current: boolean;
}

/** Availability, performance and quality of a shift, each with its letter; a performance above 100 % is flagged, not clipped. */
export function FigureFactors({ figure, current }: Props) {
  return FACTORS.map((name) => {
    const score = scoreOf(figure, name);
    const isAbove = name === 'performance' && isAboveIdeal(score?.average ?? undefined);
    return (
      <span key={name} className="tile-factor" title={seriesLabel({ table: 'oee', name, displayName: null })}>
        <span className="tile-letter">{factorLetter(name)}</span>
        <FigureValue score={score} current={current} isToCome={isToCome(figure)} testId="shift-factor" />
        {isAbove && (
          <span role="img" aria-label={t('common.aboveIdeal')}>
            ▲
          </span>
        )}
      </span>
    );
  });
}
