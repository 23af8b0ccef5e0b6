import { isAboveIdeal } from '../../../shared/oee';
import { t } from '../../i18n/text';
import { seriesLabel } from '../../ui/names';
import { factorLetter } from '../common/factor-letter';
import type { Reading } from '../common/unit-reading';
import { ValueText } from '../common/ValueText';

/** Availability, performance and quality in one row, each with its letter; a performance above 100 % is flagged, not clipped. */
export function TileFactors({ factors }: { readonly factors: readonly Reading[] }) {
  return factors.map((reading) => {
    const above = reading.series.name === 'performance' && isAboveIdeal(reading.sample?.value);
    return (
      <span key={reading.series.name} className="tile-factor" title={seriesLabel(reading.series)}>
        <span className="tile-letter">{factorLetter(reading.series.name)}</span>
        <ValueText reading={reading} testId="factor-value" />
        {above && (
          <span role="img" aria-label={t('wall.aboveIdeal')}>
            ▲
          </span>
        )}
      </span>
    );
  });
}
