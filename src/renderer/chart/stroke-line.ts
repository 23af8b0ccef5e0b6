import { ColumnPen } from './column-pen';
import { firstAtOrAfter } from './first-at-or-after';
import type { LinearScale } from './linear-scale';
import type { LineTable } from './thinned-line';

/** The stretch that is seen. */
export interface Seen {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LineStyle {
  readonly seen: Seen;
  /** A value holds until the next one, as codes do. */
  readonly inSteps?: boolean;
  /** In pixels of the device; absent: an unbroken line. */
  readonly dash?: readonly number[];
  /** Which of the table's columns. */
  readonly column?: number;
}

/** Without a graphics card one long line takes up to twenty times as long as the same line in short pieces. */
const STEPS_A_STROKE = 16;
/** A piece this many times longer than it is wide is not dashed: a spike could hide in a gap, and nobody could tell the dashes. */
const STEEP = 10;
/**
 * A piece with a step for each pixel or so is drawn column by column where it goes up and down so often that it is this many times as
 * long as it is high and wide together: nobody can follow it there, and a slope that one can follow stays smooth.
 */
const DENSE = 3;
const DENSE_STEP_PX = 1.5;

/**
 * Draws a line that is lifted at each `null`, in the canvas' present stroke, which becomes its fill as well. Rows outside of what is
 * seen are left out but for one on either side, which carries the line to the edges; the caller clips it.
 */
export function strokeLine(
  ctx: CanvasRenderingContext2D,
  { xs, columns }: LineTable,
  { x, y }: LinearScale,
  { seen, inSteps = false, dash = [], column = 0 }: LineStyle,
): void {
  const values = columns[column] ?? [];
  const pen = new Pen(ctx, dash);
  const [first, end] = rowsSeen(xs, seen);
  const [leastMs, mostMs] = [2 * seen.fromMs - seen.toMs, 2 * seen.toMs - seen.fromMs];
  for (let row = first; row < end; row++) {
    const value = values[row] ?? null;
    const timeMs = xs[row] as number;
    if (value === null) pen.lift();
    else if (timeMs >= leastMs && timeMs <= mostMs) pen.to(x(timeMs), y(value), inSteps);
    else {
      const edgeMs = timeMs < leastMs ? leastMs : mostMs;
      pen.to(x(edgeMs), y(valueAt(edgeMs, { xs, values }, row, inSteps)), inSteps);
    }
  }
  pen.lift();
}

/** What a line that comes from far away, or goes there, has at a time nearer by: the dashes of days would be laid out for one hour. */
function valueAt(
  timeMs: number,
  { xs, values }: { readonly xs: readonly number[]; readonly values: readonly (number | null)[] },
  row: number,
  inSteps: boolean,
): number {
  const isAhead = (xs[row] as number) > timeMs;
  const [from, to] = isAhead ? [row - 1, row] : [row, row + 1];
  const [before, after] = [values[from] ?? null, values[to] ?? null];
  if (before === null || after === null) return values[row] ?? 0;
  if (inSteps) return before;
  const [fromMs, toMs] = [xs[from] as number, xs[to] as number];
  return before + ((after - before) * (timeMs - fromMs)) / (toMs - fromMs);
}

/** Draws piece by piece; dashes go on from one piece to the next. */
class Pen {
  readonly #ctx: CanvasRenderingContext2D;
  readonly #dash: number[];
  readonly #columns: ColumnPen;
  #isDown = false;
  /** Points of the present piece, x and y by turns; in steps each makes two. */
  readonly #points = new Float64Array(2 * (STEPS_A_STROKE + 3));
  #steps = 0;
  #lengthPx = 0;
  #drawnPx = 0;

  constructor(ctx: CanvasRenderingContext2D, dash: readonly number[]) {
    this.#ctx = ctx;
    this.#dash = [...dash];
    this.#columns = new ColumnPen(ctx);
  }

  to(x: number, y: number, inSteps: boolean): void {
    if (!this.#isDown) {
      this.#drawnPx = 0;
      this.#begin(x, y);
      this.#isDown = true;
      return;
    }
    if (inSteps) this.#step(x, this.#points[2 * this.#steps + 1] as number);
    this.#step(x, y);
    if (this.#steps >= STEPS_A_STROKE) this.#draw();
  }

  lift(): void {
    if (this.#isDown && this.#steps > 0) this.#draw();
    this.#columns.lift();
    this.#isDown = false;
  }

  #begin(x: number, y: number): void {
    this.#points[0] = x;
    this.#points[1] = y;
    this.#steps = this.#lengthPx = 0;
  }

  #step(x: number, y: number): void {
    const at = 2 * this.#steps;
    // Not by Math.hypot, which takes many times as long.
    this.#lengthPx += Math.sqrt((x - (this.#points[at] as number)) ** 2 + (y - (this.#points[at + 1] as number)) ** 2);
    this.#steps += 1;
    this.#points[at + 2] = x;
    this.#points[at + 3] = y;
  }

  #draw(): void {
    const [x, y] = [this.#points[2 * this.#steps] as number, this.#points[2 * this.#steps + 1] as number];
    const widthPx = x - (this.#points[0] as number);
    const isDense = widthPx <= DENSE_STEP_PX * this.#steps && this.#lengthPx > DENSE * (widthPx + this.#heightPx());
    if (isDense) this.#fillColumns();
    else this.#stroke(this.#lengthPx > STEEP * widthPx);
    this.#drawnPx += this.#lengthPx;
    this.#begin(x, y);
  }

  #heightPx(): number {
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = 1; at <= 2 * this.#steps + 1; at += 2) {
      top = Math.min(top, this.#points[at] as number);
      bottom = Math.max(bottom, this.#points[at] as number);
    }
    return bottom - top;
  }

  #fillColumns(): void {
    this.#ctx.fillStyle = this.#ctx.strokeStyle;
    for (let at = 0; at <= 2 * this.#steps; at += 2)
      this.#columns.to(this.#points[at] as number, this.#points[at + 1] as number);
  }

  #stroke(isSteep: boolean): void {
    this.#columns.lift();
    if (this.#dash.length > 0) {
      this.#ctx.setLineDash(isSteep ? [] : this.#dash);
      this.#ctx.lineDashOffset = this.#drawnPx;
    }
    this.#ctx.beginPath();
    this.#ctx.moveTo(this.#points[0] as number, this.#points[1] as number);
    for (let at = 2; at <= 2 * this.#steps; at += 2)
      this.#ctx.lineTo(this.#points[at] as number, this.#points[at + 1] as number);
    this.#ctx.stroke();
  }
}

/** Rows `[first, end)` that the stretch shows, with one more on either side. */
export function rowsSeen(xs: readonly number[], { fromMs, toMs }: Seen): readonly [number, number] {
  return [Math.max(0, firstAtOrAfter(xs, fromMs) - 1), Math.min(xs.length, firstAtOrAfter(xs, toMs) + 1)];
}
