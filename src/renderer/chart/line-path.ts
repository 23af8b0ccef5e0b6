import type { LinearScale } from './linear-scale';
import type { LineTable } from './thinned-line';

/**
 * A line that is lifted at each `null`. Rows outside of what is seen are left out but for one on either side, which carries
 * the line to the edges; the plot clips it.
 * @param inSteps a value holds until the next one, as codes do
 */
export function linePath({ xs, columns }: LineTable, { x, y }: LinearScale, inSteps: boolean, seen: Seen): Path2D {
  const path = new Path2D();
  const values = columns[0] ?? [];
  let isDown = false;
  let lastY = 0;
  const [first, end] = rowsSeen(xs, seen);
  for (let row = first; row < end; row++) {
    const value = values[row] ?? null;
    if (value === null) {
      isDown = false;
      continue;
    }
    const [pointX, pointY] = [x(xs[row] as number), y(value)];
    if (isDown && inSteps) path.lineTo(pointX, lastY);
    if (isDown) path.lineTo(pointX, pointY);
    else path.moveTo(pointX, pointY);
    isDown = true;
    lastY = pointY;
  }
  return path;
}

/** The stretch that is seen. */
export interface Seen {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Rows `[first, end)` that the stretch shows, with one more on either side. */
export function rowsSeen(xs: readonly number[], { fromMs, toMs }: Seen): readonly [number, number] {
  return [Math.max(0, firstAtOrAfter(xs, fromMs) - 1), Math.min(xs.length, firstAtOrAfter(xs, toMs) + 1)];
}

function firstAtOrAfter(xs: readonly number[], timeMs: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((xs[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
