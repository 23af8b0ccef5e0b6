import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kioskOfAddress } from '../../../../../src/renderer/app/kiosk/kiosk-address';
import { SHIFT_ROOM_PX, shiftAt } from '../../../../../src/renderer/app/kiosk/pixel-shift';
import { RESTS_FOR_MS, type Rotation, startRotation, turned } from '../../../../../src/renderer/app/kiosk/rotation';
import { isTooSilent, SILENT_AFTER_MS } from '../../../../../src/renderer/app/silence-watchdog';
import { KioskAddress } from '../../../../../src/shared/kiosk';

const VIEWS = [
  { address: '#/', seconds: 10 },
  { address: '#/unit/press', seconds: 20 },
  { address: '#/?order=plant', seconds: 5 },
];

describe('a rotation', () => {
  test('shows each view for its own time, in turn, and goes on from the view that was restored', () => {
    let rotation = startRotation(VIEWS, '#/unit/press', 0);
    let shown = '#/unit/press';
    const changes: [number, string][] = [];
    for (let nowMs = 0; nowMs <= 60_000; nowMs += 1_000) {
      const next = turned(rotation, VIEWS, { nowMs, touchedMs: undefined, shown });
      rotation = next.rotation;
      if (next.show === undefined) continue;
      shown = next.show;
      changes.push([nowMs, shown]);
    }
    expect(changes).toEqual([
      [20_000, '#/?order=plant'],
      [25_000, '#/'],
      [35_000, '#/unit/press'],
      [55_000, '#/?order=plant'],
      [60_000, '#/'],
    ]);
  });

  test('never moves under a hand, and takes the screen back once nobody has touched it for long', () => {
    const touches = fc.array(fc.nat({ max: 400 }), { maxLength: 6 });
    fc.assert(
      fc.property(touches, fc.boolean(), (seconds, isSingle) => {
        const views = isSingle ? VIEWS.slice(0, 1) : VIEWS;
        let rotation: Rotation = startRotation(views, '#/', 0);
        let shown = '#/';
        let touchedMs: number | undefined;
        for (let nowMs = 0; nowMs <= 900_000; nowMs += 1_000) {
          if (seconds.includes(nowMs / 1_000)) {
            touchedMs = nowMs;
            shown = '#/unit/elsewhere';
          }
          const next = turned(rotation, views, { nowMs, touchedMs, shown });
          if (touchedMs !== undefined && nowMs - touchedMs < RESTS_FOR_MS) expect(next.show).toBeUndefined();
          rotation = next.rotation;
          shown = next.show ?? shown;
        }
        expect(views.map(({ address }) => address)).toContain(shown);
      }),
    );
  });

  test('without views nothing is turned', () => {
    const rotation = startRotation([], '#/', 0);
    expect(turned(rotation, [], { nowMs: 9e9, touchedMs: 0, shown: '#/unit/x' })).toEqual({
      rotation,
      show: undefined,
    });
  });
});

test('the picture moves by one pixel at a time, never out of its room, and stands everywhere in it', () => {
  const places = new Set<string>();
  for (let step = 0; step < 100; step++) {
    const [x, y] = shiftAt(step);
    const [nextX, nextY] = shiftAt(step + 1);
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(SHIFT_ROOM_PX);
    expect(Math.abs(nextX - x) + Math.abs(nextY - y)).toBe(1);
    places.add(`${x} ${y}`);
  }
  expect(places.size).toBe((2 * SHIFT_ROOM_PX + 1) ** 2);
});

test('a browser is a kiosk by its address; views that are none, set-up and network among them, are passed over', () => {
  expect(kioskOfAddress('')).toBeUndefined();
  expect(kioskOfAddress('?kiosk')).toMatchObject({ enabled: true, views: [] });
  const views = ['#/', '#/unit/press%201', 'https://elsewhere', '#/setup/apply', '#/network'];
  const query = new URLSearchParams([['kiosk', ''], ['seconds', '20'], ...views.map((view) => ['view', view])]);
  expect(kioskOfAddress(`?${query}`)?.views).toEqual([
    { address: '#/', seconds: 20 },
    { address: '#/unit/press%201', seconds: 20 },
  ]);
  expect(kioskOfAddress('?kiosk&view=%23%2F&seconds=soon')?.views).toEqual([{ address: '#/', seconds: 30 }]);
  expect(KioskAddress.safeParse('#/diagnostics').success).toBe(true);
});

test('silence is followed up after a minute, not before a first word, and not again and again', () => {
  const nowMs = 1_000_000;
  const silent = (messageAtMs: number | undefined, sinceReloadMs?: number) =>
    isTooSilent({ nowMs, messageAtMs, sinceReloadMs });
  expect(silent(nowMs - SILENT_AFTER_MS)).toBe(false);
  expect(silent(nowMs - SILENT_AFTER_MS - 1)).toBe(true);
  expect(silent(undefined)).toBe(false);
  expect(silent(0, 5 * SILENT_AFTER_MS)).toBe(false);
  expect(silent(0, 5 * SILENT_AFTER_MS + 1)).toBe(true);
});
