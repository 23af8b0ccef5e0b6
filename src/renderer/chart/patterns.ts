/** A fill that repeats a small picture; nothing where the browser gives no canvas. */
function pattern(ctx: CanvasRenderingContext2D, sizePx: number, draw: (tile: CanvasRenderingContext2D) => void) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = sizePx * devicePixelRatio;
  const tile = canvas.getContext('2d');
  if (tile === null) return 'transparent';
  tile.scale(devicePixelRatio, devicePixelRatio);
  draw(tile);
  return ctx.createPattern(canvas, 'repeat') ?? 'transparent';
}

/** Slanting lines: there is nothing here. */
export function stripePattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  return pattern(ctx, 8, (tile) => {
    tile.strokeStyle = colour;
    tile.lineWidth = 1.2;
    tile.beginPath();
    // Three strokes, so that the corners of the tile join without a seam.
    for (const offset of [-8, 0, 8]) {
      tile.moveTo(offset - 1, 9);
      tile.lineTo(offset + 9, -1);
    }
    tile.stroke();
  });
}

/** Short level strokes, as in a form that is not filled in: nothing is known here. */
export function dashPattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  return pattern(ctx, 12, (tile) => {
    tile.strokeStyle = colour;
    tile.lineWidth = 1.2;
    tile.beginPath();
    tile.moveTo(1, 3);
    tile.lineTo(6, 3);
    tile.moveTo(7, 9);
    tile.lineTo(12, 9);
    tile.stroke();
  });
}

/** Sparse dots: something is on its way. */
export function dotPattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  return pattern(ctx, 10, (tile) => {
    tile.fillStyle = colour;
    tile.globalAlpha = 0.45;
    tile.beginPath();
    tile.arc(5, 5, 1.1, 0, 2 * Math.PI);
    tile.fill();
  });
}
