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
 * Draws a line that is lifted at each `null`, in the canvas' present stroke. Rows outside of what is seen are left out but for
 * one on either side, which carries the line to the edges; the caller clips it.
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
  for (let row = first; row < end; row++) {
    const value = values[row] ?? null;
    if (value === null) pen.lift();
    else pen.to(x(xs[row] as number), y(value), inSteps);
  }
  pen.lift();
}

/** Draws piece by piece; dashes go on from one piece to the next. */
class Pen {
  readonly #ctx: CanvasRenderingContext2D;
  readonly #dash: number[];
  #isDown = false;
  #x = 0;
  #y = 0;
  #startX = 0;
  #steps = 0;
  #lengthPx = 0;
  #drawnPx = 0;

  constructor(ctx: CanvasRenderingContext2D, dash: readonly number[]) {
    this.#ctx = ctx;
    this.#dash = [...dash];
  }

  to(x: number, y: number, inSteps: boolean): void {
    if (!this.#isDown) {
      this.#drawnPx = 0;
      this.#begin(x, y);
      this.#isDown = true;
      return;
    }
    if (inSteps) this.#line(x, this.#y);
    this.#line(x, y);
    if (this.#steps >= STEPS_A_STROKE) this.#stroke();
  }

  lift(): void {
    if (this.#isDown && this.#steps > 0) this.#stroke();
    this.#isDown = false;
  }

  #begin(x: number, y: number): void {
    this.#ctx.beginPath();
    this.#ctx.moveTo(x, y);
    this.#x = this.#startX = x;
    this.#y = y;
    this.#steps = this.#lengthPx = 0;
  }

  #line(x: number, y: number): void {
    this.#ctx.lineTo(x, y);
    this.#lengthPx += Math.hypot(x - this.#x, y - this.#y);
    this.#x = x;
    this.#y = y;
    this.#steps += 1;
  }

  #stroke(): void {
    if (this.#dash.length > 0) {
      const isSteep = this.#lengthPx > STEEP * (this.#x - this.#startX);
      this.#ctx.setLineDash(isSteep ? [] : this.#dash);
      this.#ctx.lineDashOffset = this.#drawnPx;
    }
    this.#ctx.stroke();
    this.#drawnPx += this.#lengthPx;
    this.#begin(this.#x, this.#y);
  }
}

/** Rows `[first, end)` that the stretch shows, with one more on either side. */
export function rowsSeen(xs: readonly number[], { fromMs, toMs }: Seen): readonly [number, number] {
  return [Math.max(0, firstAtOrAfter(xs, fromMs) - 1), Math.min(xs.length, firstAtOrAfter(xs, toMs) + 1)];
}
