import type { ShiftFigures } from '../../shared/shift-figures';
import type { TimeWindow } from '../data/time-window';
import { parseSeries, parseSpan, parseWindow, setWindow, spanText, type UnitSeries } from './address-parts';
import { type CompareChoice, compareText, parseCompare } from './compare-address';
import { type EventsChoice, eventsText, parseEvents } from './events-address';

/** The stages of setting a plant up, in their order. */
export const SETUP_STAGES = ['connect', 'test', 'choose', 'plan', 'apply', 'verify', 'hand-over'] as const;
export type SetupStage = (typeof SETUP_STAGES)[number];

/** What of the work plan is written. */
export const PLAN_PARTS = ['shifts', 'pieces', 'kiosk'] as const;
export type PlanPart = (typeof PLAN_PARTS)[number];

/** How the wall is ordered: the plant's lines and names, or whoever needs somebody first. */
export const WALL_ORDERS = ['trouble', 'plant'] as const;
export type WallOrderKind = (typeof WALL_ORDERS)[number];

/** What an address shows. An empty list of series means the view's own choice. */
export type Route =
  /** Absent: as this screen was set, else the wall's own choice. */
  | { readonly view: 'wall'; readonly order?: WallOrderKind; readonly dwellMs?: number }
  | { readonly view: 'diagnostics' }
  | { readonly view: 'compare'; readonly choice: CompareChoice }
  | { readonly view: 'events'; readonly choice: EventsChoice }
  /** Only in the app's own window; elsewhere the wall is shown. */
  | { readonly view: 'network' }
  /** Only in the app's own window; elsewhere the wall is shown. */
  | { readonly view: 'plan'; readonly part: PlanPart }
  /** Only in the app's own window; elsewhere the wall is shown. */
  | { readonly view: 'setup'; readonly stage: SetupStage }
  | {
      readonly view: 'unit';
      readonly workUnitId: string;
      readonly series: readonly UnitSeries[];
      readonly window: TimeWindow;
      /** Whose figure is being explained; absent: none. */
      readonly explain?: ShiftFigures['of'];
      /** Which panel stands beside the chart where there is room for one; absent: the metrics. */
      readonly panel?: 'losses';
    };

export const WALL: Extract<Route, { view: 'wall' }> = { view: 'wall' };
const DIAGNOSTICS_ADDRESS = '#/diagnostics';
const NETWORK_ADDRESS = '#/network';
/** The fragment of a route, `#` included; {@link parseRoute} turns it back. */
export function routeText(route: Route): string {
  if (route.view === 'wall') return wallText(route);
  if (route.view === 'diagnostics') return DIAGNOSTICS_ADDRESS;
  if (route.view === 'network') return NETWORK_ADDRESS;
  if (route.view === 'plan') return `#/plan/${route.part}`;
  if (route.view === 'compare') return compareText(route.choice);
  if (route.view === 'events') return eventsText(route.choice);
  if (route.view === 'setup') return `#/setup/${route.stage}`;
  const query = new URLSearchParams();
  for (const { table, name } of route.series) query.append('series', `${table}:${name}`);
  setWindow(query, route.window);
  if (route.explain !== undefined) query.set('explain', route.explain);
  if (route.panel !== undefined) query.set('panel', route.panel);
  return `#/unit/${encodeURIComponent(route.workUnitId)}?${query}`;
}

function wallText({ order, dwellMs }: Extract<Route, { view: 'wall' }>): string {
  const query = new URLSearchParams();
  if (order !== undefined) query.set('order', order);
  if (dwellMs !== undefined) query.set('dwell', spanText(dwellMs));
  return query.size === 0 ? '#/' : `#/?${query}`;
}

function parseWall(query: URLSearchParams): Route {
  const order = WALL_ORDERS.find((each) => each === query.get('order'));
  const dwellMs = parseSpan(query.get('dwell') ?? '');
  return { view: 'wall', ...(order === undefined ? {} : { order }), ...(dwellMs === undefined ? {} : { dwellMs }) };
}

/** The route of a fragment; whatever cannot be understood falls back, to the wall or to the part's default. */
export function parseRoute(hash: string): Route {
  if (hash === DIAGNOSTICS_ADDRESS) return { view: 'diagnostics' };
  if (hash === NETWORK_ADDRESS) return { view: 'network' };
  const plan = /^#\/plan(?:\/(.*))?$/.exec(hash);
  if (plan !== null) return { view: 'plan', part: PLAN_PARTS.find((part) => part === plan[1]) ?? 'shifts' };
  const setup = /^#\/setup(?:\/(.*))?$/.exec(hash);
  if (setup !== null) return { view: 'setup', stage: SETUP_STAGES.find((stage) => stage === setup[1]) ?? 'connect' };
  const compare = /^#\/compare(?:\?(.*))?$/.exec(hash);
  if (compare !== null) return { view: 'compare', choice: parseCompare(compare[1] ?? '') };
  const wall = /^#\/\?(.*)$/.exec(hash);
  if (wall !== null) return parseWall(new URLSearchParams(wall[1]));
  const events = /^#\/events(?:\?(.*))?$/.exec(hash);
  if (events !== null) return { view: 'events', choice: parseEvents(events[1] ?? '') };
  const match = /^#\/unit\/([^?]+)(?:\?(.*))?$/.exec(hash);
  if (match?.[1] === undefined) return WALL;
  const query = new URLSearchParams(match[2] ?? '');
  try {
    const workUnitId = decodeURIComponent(match[1]);
    const explain = (['current', 'last'] as const).find((of) => of === query.get('explain'));
    const shown = { series: parseSeries(query), window: parseWindow(query) };
    const panel = query.get('panel') === 'losses' ? ({ panel: 'losses' } as const) : {};
    return { view: 'unit', workUnitId, ...shown, ...(explain === undefined ? {} : { explain }), ...panel };
  } catch {
    // A damaged percent-escape names no unit.
    return WALL;
  }
}
