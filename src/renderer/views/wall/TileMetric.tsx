import type { CatalogueSeries } from '../../../shared/protocol';
import { seriesLabel } from '../../ui/names';
import { limitText } from '../../ui/value-text';
import { ValueText } from '../common/ValueText';
import type { KeyMetric } from './key-metric';
import { limitScale } from './limit-scale';
import './tile-metric.css';

interface Props {
  readonly metric: KeyMetric;
  /** False where the tile shows the same metric large already. */
  readonly isNamed: boolean;
}

/** The metric that matters, with a bar that shows where it stands between its limits. */
export function TileMetric({ metric: { reading, beyond }, isNamed }: Props) {
  const { series, sample, current } = reading;
  const scale = limitScale(series, current ? sample?.value : undefined);
  return (
    <span className="tile-metric" data-testid="tile-metric" data-beyond={beyond?.side}>
      {isNamed && <span className="tile-metric-name">{seriesLabel(series)}</span>}
      <span className="tile-metric-value">
        {beyond !== undefined && <BeyondMark side={beyond.side} />}
        {isNamed && <ValueText reading={reading} testId="metric-value" />}
      </span>
      {scale !== undefined && (
        <span className="limit-scale" aria-hidden="true">
          {scale.low !== undefined && <i className="limit-low" style={{ width: share(scale.low) }} />}
          {scale.high !== undefined && <i className="limit-high" style={{ left: share(scale.high) }} />}
          {scale.target !== undefined && <i className="limit-target" style={{ left: share(scale.target) }} />}
          {scale.value !== undefined && <i className="limit-value" style={{ left: share(scale.value) }} />}
        </span>
      )}
      <span className="tile-metric-limits">{limitsText(series)}</span>
    </span>
  );
}

/** Where there is no room for the bar: the metric, once it lies beyond a limit; its name may be cut, its value is not. */
export function TileAlarm({ metric: { reading, beyond } }: { readonly metric: KeyMetric }) {
  if (beyond === undefined) return null;
  return (
    <span className="tile-alarm" data-testid="tile-alarm">
      <BeyondMark side={beyond.side} />
      <ValueText reading={reading} testId="metric-value" />
      <span className="tile-alarm-name" data-may-be-cut="">
        {seriesLabel(reading.series)}
      </span>
    </span>
  );
}

function BeyondMark({ side }: { readonly side: 'low' | 'high' }) {
  return <span aria-hidden="true">{side === 'high' ? '▲' : '▼'}</span>;
}

function limitsText({ lowLimit, highLimit }: CatalogueSeries): string {
  const text = (limit: number) => limitText('metric', limit);
  if (lowLimit !== null && highLimit !== null) return `${text(lowLimit)} – ${text(highLimit)}`;
  if (highLimit !== null) return `≤ ${text(highLimit)}`;
  return lowLimit === null ? '' : `≥ ${text(lowLimit)}`;
}

function share(of: number): string {
  return `${of * 100}%`;
}
