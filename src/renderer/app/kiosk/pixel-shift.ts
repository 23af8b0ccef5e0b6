/** How far the picture moves from its place, at most, in px; kiosk.css leaves as much room at each edge. */
export const SHIFT_ROOM_PX = 2;

/** The way around the middle, a pixel at a time, so that nobody sees it move. */
const WAY: readonly (readonly [number, number])[] = wayAround(SHIFT_ROOM_PX);

/** Where the picture stands after so many steps: px to the right and down. @param step a whole number from 0 on */
export function shiftAt(step: number): readonly [number, number] {
  return WAY[step % WAY.length] ?? [0, 0];
}

function wayAround(room: number): (readonly [number, number])[] {
  const rows = Array.from({ length: 2 * room + 1 }, (_, at) => at - room);
  const there = rows.flatMap((y, row) => (row % 2 === 0 ? rows : rows.toReversed()).map((x) => [x, y] as const));
  // And back the same way: each step is one pixel.
  return [...there, ...there.toReversed().slice(1, -1)];
}
