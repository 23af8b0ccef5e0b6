/** A picture that a fill repeats; in pixels of the device, and as wide as high. */
export interface Pattern {
  readonly sheet: HTMLCanvasElement;
  readonly sizePx: number;
}

/** A sheet serves every canvas, and making one costs more than what it fills: kept by picture, colour and density. */
const made = new Map<string, Pattern>();
/** Three pictures in the colours of two themes at a density or two; a page that is zoomed through many begins anew. */
const MOST_KEPT = 40;
/** A sheet holds its tile so often along either side that a plot is filled with few of them. */
const SHEET_PX = 480;

interface Tile {
  readonly name: string;
  readonly colour: string;
  readonly sizePx: number;
}

/** A sheet full of a small picture; undefined where the browser gives no canvas. */
function pattern(tile: Tile, draw: (tile: CanvasRenderingContext2D) => void): Pattern | undefined {
  const key = `${tile.name} ${tile.colour} ${devicePixelRatio}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = drawnSheet(tile.sizePx, draw);
  if (made.size >= MOST_KEPT) made.clear();
  if (fresh !== undefined) made.set(key, fresh);
  return fresh;
}

function drawnSheet(sizePx: number, draw: (tile: CanvasRenderingContext2D) => void): Pattern | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = sizePx * devicePixelRatio;
  const tile = canvas.getContext('2d');
  const sheet = document.createElement('canvas');
  // Whole tiles, so that sheets join without a seam.
  sheet.width = sheet.height = canvas.width * Math.max(1, Math.floor(SHEET_PX / canvas.width));
  const ctx = sheet.getContext('2d');
  if (tile === null || ctx === null) return undefined;
  tile.scale(devicePixelRatio, devicePixelRatio);
  draw(tile);
  ctx.fillStyle = ctx.createPattern(canvas, 'repeat') ?? 'transparent';
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  return { sheet, sizePx: sheet.width };
}

/**
 * Fills a rectangle (pixels of the device) with a pattern that stands still on the canvas. Copied sheet by sheet: without a
 * graphics card a canvas' own pattern takes several times as long, four times a second over the whole plot.
 */
export function fillPattern(
  ctx: CanvasRenderingContext2D,
  { sheet, sizePx }: Pattern,
  rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  const [left, top] = [Math.round(rect.x), Math.round(rect.y)];
  const [right, bottom] = [Math.round(rect.x + rect.width), Math.round(rect.y + rect.height)];
  for (let y = top; y < bottom; y = (Math.floor(y / sizePx) + 1) * sizePx) {
    for (let x = left; x < right; x = (Math.floor(x / sizePx) + 1) * sizePx) {
      const [fromX, fromY] = [x - Math.floor(x / sizePx) * sizePx, y - Math.floor(y / sizePx) * sizePx];
      const width = Math.min(right - x, sizePx - fromX);
      const height = Math.min(bottom - y, sizePx - fromY);
      ctx.drawImage(sheet, fromX, fromY, width, height, x, y, width, height);
    }
  }
}

/** Slanting lines: there is nothing here. */
export function stripePattern(colour: string): Pattern | undefined {
  return pattern({ name: 'stripe', colour, sizePx: 8 }, (tile) => {
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
export function dashPattern(colour: string): Pattern | undefined {
  return pattern({ name: 'dash', colour, sizePx: 12 }, (tile) => {
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
export function dotPattern(colour: string): Pattern | undefined {
  return pattern({ name: 'dot', colour, sizePx: 10 }, (tile) => {
    tile.fillStyle = colour;
    tile.globalAlpha = 0.45;
    tile.beginPath();
    tile.arc(5, 5, 1.1, 0, 2 * Math.PI);
    tile.fill();
  });
}
