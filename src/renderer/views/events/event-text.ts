import type { EventsAnswer, PlantEvent } from '../../../shared/events';
import type { CatalogueUnit } from '../../../shared/protocol';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time';
import type { Route } from '../../app/routes';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { seriesLabel, unitLabel } from '../../ui/names';
import { limitText, numberText } from '../../ui/value-text';

/** What happened, in a few words: "Stopped", "Temperature above 90, up to 97.3 °C", "No data: Temperature". */
export function eventText({ kind, metric, limit }: PlantEvent, unit: CatalogueUnit | undefined): string {
  const series = unit?.series.find(({ table, name }) => table === 'metric' && name === metric);
  const name = metric === undefined ? '' : seriesLabel(series ?? { table: 'metric', name: metric, displayName: null });
  if (kind === 'stop') return t('events.stopped');
  if (kind === 'loss') return name === '' ? t('events.lost') : t('events.lostMetric', { metric: name });
  if (limit === undefined) return name;
  const extreme = `${numberText(limit.extreme)} ${series?.unit ?? ''}`.trim();
  const told = { metric: name, limit: limitText('metric', limit.value), extreme };
  const text = limit.side === 'high' ? t('events.above', told) : t('events.below', told);
  return limit.times === undefined ? text : `${text}, ${t('events.times', { count: limit.times })}`;
}

/** How violations of limits are told: which returns do not end one, and which are left out. */
export function delayTexts(delays: EventsAnswer['limitDelays']): readonly string[] {
  if (delays === undefined) return [];
  const { onDelaySeconds, offDelaySeconds } = delays;
  const of = (seconds: number) => ageText(seconds * SECOND_MS);
  return [
    ...(offDelaySeconds > 0 ? [t('events.merged', { time: of(offDelaySeconds) })] : []),
    ...(onDelaySeconds > 0 ? [t('events.leftOut', { time: of(onDelaySeconds) })] : []),
  ];
}

/** What people call the unit of an event. */
export function eventUnitText({ workUnitId }: PlantEvent, unit: CatalogueUnit | undefined): string {
  return unit === undefined ? workUnitId : unitLabel(unit);
}

/** Which event it is: the same one as long as it goes on, also where its begin is not known. */
export function openEventKey({ workUnitId, kind, metric, limit }: PlantEvent): string {
  return JSON.stringify([workUnitId, kind, metric, limit?.side]);
}

/**
 * The unit's chart at the moment of an event, with as much on either side that begin and end are seen.
 * @param untilMs plant time up to which it is known to go on
 */
export function eventRoute({ workUnitId, metric, fromMs, toMs }: PlantEvent, untilMs: number): Route {
  const endMs = toMs ?? untilMs;
  const besideMs = Math.max(2 * MINUTE_MS, (endMs - fromMs) / 2);
  const range = { fromMs: fromMs - besideMs, toMs: Math.max(endMs, fromMs + 1) + besideMs };
  const series = metric === undefined ? [] : [{ table: 'metric' as const, name: metric }];
  return { view: 'unit', workUnitId, series, window: { kind: 'fixed', range } };
}
