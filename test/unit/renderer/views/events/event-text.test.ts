import { expect, test } from 'vitest';
import { delayTexts, eventRoute, eventText } from '../../../../../src/renderer/views/events/event-text';
import type { PlantEvent } from '../../../../../src/shared/events';

const event = (more: Partial<PlantEvent>): PlantEvent => ({
  ...{ workUnitId: 'press', kind: 'stop', fromMs: 1_000_000, toMs: 1_060_000 },
  ...more,
});

test('an event says what happened, of which metric, and how far it went', () => {
  expect(eventText(event({}), undefined)).toBe('Stopped');
  expect(eventText(event({ kind: 'loss' }), undefined)).toBe('No data');
  expect(eventText(event({ kind: 'loss', metric: 'oil_level' }), undefined)).toBe('No data: Oil level');
  const limit = { side: 'high', value: 90, extreme: 97.25 } as const;
  expect(eventText(event({ kind: 'limit', metric: 'heat', limit }), undefined)).toBe('Heat above 90, up to 97.25');
  const trembling = event({ kind: 'limit', metric: 'heat', limit: { ...limit, times: 12 } });
  expect(eventText(trembling, undefined)).toBe('Heat above 90, up to 97.25, 12 times');
});

test('a tap shows begin and end with something on either side, and the metric that is meant', () => {
  expect(eventRoute(event({ kind: 'limit', metric: 'heat' }), 9_000_000)).toEqual({
    ...{ view: 'unit', workUnitId: 'press', series: [{ table: 'metric', name: 'heat' }] },
    window: { kind: 'fixed', range: { fromMs: 880_000, toMs: 1_180_000 } },
  });
  const open = eventRoute(event({ toMs: null }), 2_000_000);
  expect(open).toMatchObject({ series: [], window: { range: { fromMs: 500_000, toMs: 2_500_000 } } });
});

test('how violations are told stands beside the list, as far as there is something to tell', () => {
  expect(delayTexts(undefined)).toEqual([]);
  expect(delayTexts({ onDelaySeconds: 0, offDelaySeconds: 0 })).toEqual([]);
  expect(delayTexts({ onDelaySeconds: 15, offDelaySeconds: 60 })).toEqual([
    'A metric that is back between its limits for less than 1 min is still the same violation.',
    'Violations shorter than 15 s are not listed.',
  ]);
});
