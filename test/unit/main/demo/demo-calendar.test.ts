import { expect, test } from 'vitest';
import { DEMO_CALENDAR } from '../../../../src/main/demo/demo-calendar';
import { plannedStops, SHIFT_MS, shiftIndexAt, shiftStartMs } from '../../../../src/main/demo/simulator/calendar';
import { WORK_UNITS } from '../../../../src/main/demo/simulator/work-units';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { ShiftCalendar } from '../../../../src/shared/calendar/shift-calendar';
import { DAY_MS } from '../../../../src/shared/time';

test('the demo’s calendar is one, and names every simulated line', () => {
  expect(PlantCalendar.parse(DEMO_CALENDAR)).toEqual(DEMO_CALENDAR);
  for (const { line } of WORK_UNITS) expect(Object.keys(DEMO_CALENDAR.lines)).toContain(line);
});

test.each(['bottling', 'machining'] as const)('shifts and stops of %s are those that the simulator goes by', (line) => {
  const rules = DEMO_CALENDAR.lines[line];
  if (rules === undefined) throw new Error(`no calendar of ${line}`);
  const calendar = new ShiftCalendar(rules);
  const first = shiftIndexAt(Date.UTC(2026, 10, 23));
  for (let index = first; index < first + (8 * DAY_MS) / SHIFT_MS; index++) {
    const fromMs = shiftStartMs(index);
    const stops = plannedStops(line, index);
    const shift = calendar.shiftAt(fromMs);
    if (stops.some((stop) => stop.toMs - stop.fromMs === SHIFT_MS)) expect(shift).toBeUndefined();
    else {
      expect(shift).toMatchObject({ fromMs, toMs: fromMs + SHIFT_MS });
      expect(shift && calendar.plannedStops(shift).map(({ name: _, ...range }) => range)).toEqual(stops);
    }
  }
});
