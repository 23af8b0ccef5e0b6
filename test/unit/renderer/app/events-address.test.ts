import { expect, test } from 'vitest';
import { DEFAULT_EVENTS, type EventsChoice } from '../../../../src/renderer/app/events-address';
import { parseRoute, routeText } from '../../../../src/renderer/app/routes';

test('the list of events keeps every choice in its address', () => {
  const choices: readonly EventsChoice[] = [
    DEFAULT_EVENTS,
    { kinds: ['stop', 'loss'], workUnitId: 'a/b ü', window: { kind: 'follow', spanMs: 7 * 86_400_000 } },
    { kinds: ['limit'], window: { kind: 'fixed', range: { fromMs: 1_795_000_000_000, toMs: 1_795_000_600_000 } } },
  ];
  for (const choice of choices)
    expect(parseRoute(routeText({ view: 'events', choice }))).toEqual({ view: 'events', choice });
  expect(parseRoute('#/events')).toEqual({ view: 'events', choice: DEFAULT_EVENTS });
  expect(parseRoute('#/events?kind=nonsense&range=x')).toMatchObject({ view: 'events', choice: { kinds: [] } });
});
