/** A pattern serves every canvas, and making one costs more than what it fills: kept by picture, colour and density. */
const made = new Map<string, CanvasPattern>();
/** Three pictures in the colours of two themes at a density or two; a page that is zoomed through many begins anew. */
const MOST_KEPT = 100;

interface Tile {
  readonly name: string;
  readonly colour: string;
  readonly sizePx: number;
}

/** A fill that repeats a small picture; nothing where the browser gives no canvas. */
function pattern(
  ctx: CanvasRenderingContext2D,
  tile: Tile,
  draw: (tile: CanvasRenderingContext2D) => void,
): CanvasPattern | string {
  const key = `${tile.name} ${tile.colour} ${devicePixelRatio}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = drawnPattern(ctx, tile.sizePx, draw);
  if (made.size >= MOST_KEPT) made.clear();
  if (fresh !== undefined) made.set(key, fresh);
  return fresh ?? 'transparent';
}

function drawnPattern(
  ctx: CanvasRenderingContext2D,
  sizePx: number,
  draw: (tile: CanvasRenderingContext2D) => void,
): CanvasPattern | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = sizePx * devicePixelRatio;
  const tile = canvas.getContext('2d');
  if (tile === null) return undefined;
  tile.scale(devicePixelRatio, devicePixelRatio);
  draw(tile);
  return ctx.createPattern(canvas, 'repeat') ?? undefined;
}

/** Slanting lines: there is nothing here. */
export function stripePattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  return pattern(ctx, { name: 'stripe', colour, sizePx: 8 }, (tile) => {
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
  return pattern(ctx, { name: 'dash', colour, sizePx: 12 }, (tile) => {
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
  return pattern(ctx, { name: 'dot', colour, sizePx: 10 }, (tile) => {
    tile.fillStyle = colour;
    tile.globalAlpha = 0.45;
    tile.beginPath();
    tile.arc(5, 5, 1.1, 0, 2 * Math.PI);
    tile.fill();
  });
}
