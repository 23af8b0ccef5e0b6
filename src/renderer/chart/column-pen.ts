/**
 * Draws a line that goes up and down within each pixel as one bar for each column of pixels, from the lowest to the highest that it
 * passes there. It looks as the stroked line does, which without a graphics card takes ten times as long: each of its corners is a
 * shape of its own to be smoothed.
 */
export class ColumnPen {
  readonly #ctx: CanvasRenderingContext2D;
  /**
   * In pixels of the device. Half as wide as the stroke, for bars stand side by side and each would widen its neighbours; where something
   * shines through them they may not lie over one another at all.
   */
  readonly #widthPx: number;
  /** The stroke's own half, above and below. */
  readonly #halfPx: number;
  #column: number | undefined;
  #top = 0;
  #bottom = 0;
  #y = 0;

  constructor(ctx: CanvasRenderingContext2D) {
    this.#ctx = ctx;
    this.#widthPx = ctx.globalAlpha < 1 ? 1 : Math.max(1, Math.round(ctx.lineWidth / 2));
    this.#halfPx = ctx.lineWidth / 2;
  }

  /** Goes on to a point, in pixels of the device; the columns must not go back. */
  to(x: number, y: number): void {
    const column = Math.floor(x);
    if (column !== this.#column) {
      const fromY = this.#column === undefined ? y : this.#y;
      this.#fill();
      this.#column = column;
      this.#top = this.#bottom = fromY;
    }
    this.#top = Math.min(this.#top, y);
    this.#bottom = Math.max(this.#bottom, y);
    this.#y = y;
  }

  /** The line ends here. */
  lift(): void {
    this.#fill();
    this.#column = undefined;
  }

  #fill(): void {
    if (this.#column === undefined) return;
    const left = Math.round(this.#column + 0.5 - this.#widthPx / 2);
    const top = Math.round(this.#top - this.#halfPx);
    const bottom = Math.round(this.#bottom + this.#halfPx);
    this.#ctx.fillRect(left, top, this.#widthPx, Math.max(1, bottom - top));
  }
}
