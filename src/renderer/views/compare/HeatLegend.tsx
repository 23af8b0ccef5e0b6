import { t } from '../../i18n/text';
import { HEAT_BOUNDS } from './heat-rows';

/** "< 40 %", "40–60 %", …, "≥ 85 %". */
const STEP_TEXTS = [0, ...HEAT_BOUNDS].map((from, step) => {
  const [low, high] = [Math.round(from * 100), Math.round((HEAT_BOUNDS[step] ?? 1) * 100)];
  if (step === 0) return `< ${high} %`;
  return step === HEAT_BOUNDS.length ? `≥ ${low} %` : `${low}–${high} %`;
});

/** What the steps and the patterns of the map mean. */
export function HeatLegend() {
  return (
    <ul className="heat-legend" aria-label={t('compare.legend')}>
      {STEP_TEXTS.map((text, step) => (
        <li key={text}>
          <span className="heat-cell" data-state="value" data-step={step} />
          {text}
        </li>
      ))}
      <li>
        <span className="heat-cell" data-state="planned" />
        {t('compare.planned')}
      </li>
      <li>
        <span className="heat-cell" data-state="empty" />
        {t('compare.noSamples')}
      </li>
      <li>
        <span className="heat-cell" data-state="preparing" />
        {t('compare.preparing')}
      </li>
      <li>
        <span className="heat-cell" data-state="unknown" />
        {t('compare.notOnBoard')}
      </li>
    </ul>
  );
}
