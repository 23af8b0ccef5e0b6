import type { FigurePeriod, FigureRevision } from '../../../shared/shift-figures';
import { countText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { seriesLabel } from '../../ui/names';
import { percentText } from '../../ui/value-text';
import { revisedText } from './revised-text';

interface Props {
  readonly revision: FigureRevision;
  readonly period: FigurePeriod;
  readonly nowMs: number;
}

type Side = FigureRevision['scores'][number]['before'];

/** What a figure was before late, changed or deleted samples, and what the same buckets make now. */
export function Revised({ revision, period, nowMs }: Props) {
  return (
    <section className="explain-revised" data-testid="explain-revised">
      <h3>{revisedText(revision, period, nowMs)}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('unit.score')}</th>
            <th scope="col">{t('unit.before')}</th>
            <th scope="col">{t('unit.revisedNow')}</th>
          </tr>
        </thead>
        <tbody>
          {revision.scores.map(({ name, before, now }) => (
            <tr key={name}>
              <th scope="row">{seriesLabel({ table: 'oee', name, displayName: null })}</th>
              <td>{sideText(before)}</td>
              <td>{sideText(now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('unit.revisedWhy')}</p>
    </section>
  );
}

function sideText({ average, count }: Side): string {
  return t('unit.ofSamples', { figure: percentText(average), samples: countText(count) });
}
