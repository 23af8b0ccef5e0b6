import type { ServerMessage } from '../../shared/protocol';
import type { GatewaySources } from './gateway-sources';

/** Averages as the wire has them: what is not there is null. */
export function averagesMessage({ fromMs, toMs, units }: ReturnType<GatewaySources['averages']>): ServerMessage {
  const shown = units.map(({ workUnitId, series }) => ({
    workUnitId,
    series: series.map(({ average, latest, ...each }) => ({
      ...each,
      average: average ?? null,
      latest: Number.isNaN(latest) ? null : latest,
    })),
  }));
  return { type: 'averages', fromMs, toMs, units: shown };
}
