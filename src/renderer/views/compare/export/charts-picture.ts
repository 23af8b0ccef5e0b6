import { t } from '../../../i18n/text';

/** Distance between the charts of a picture, CSS px. */
const GAP_PX = 8;

/**
 * The charts of an area as one picture, with their titles and legends as they stand: what is drawn is copied, texts are written anew.
 * @returns PNG, in the pixels of this screen; undefined where no chart is drawn
 */
export async function chartsPicture(
  area: HTMLElement,
  heading: readonly string[],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const cells = [...area.querySelectorAll<HTMLElement>('[data-testid="compare-chart"]')];
  if (cells.length === 0) return undefined;
  const style = getComputedStyle(document.body);
  const fontPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const headPx = (heading.length + 0.5) * fontPx * 1.4;
  const boxes = cells.map((cell) => cell.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((Math.max(...boxes.map((box) => box.right)) - left + 2 * GAP_PX) * devicePixelRatio);
  canvas.height = Math.ceil(
    (Math.max(...boxes.map((box) => box.bottom)) - top + 2 * GAP_PX + headPx) * devicePixelRatio,
  );
  const context = canvas.getContext('2d');
  if (context === null) throw new Error(t('compare.noPicture'));
  context.scale(devicePixelRatio, devicePixelRatio);
  context.fillStyle = style.getPropertyValue('--ground');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(GAP_PX, GAP_PX);
  const write = (text: string, x: number, baseline: number, font: string, colour: string) => {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, x, baseline);
  };
  const ink = style.getPropertyValue('--ink');
  heading.forEach((line, at) => {
    write(line, 0, (at + 1) * fontPx * 1.4, `${at === 0 ? 600 : 400} ${fontPx}px ${style.fontFamily}`, ink);
  });
  for (const cell of cells)
    drawCell(context, cell, { left, top: top - headPx, panel: style.getPropertyValue('--panel') });
  return bytesOf(canvas);
}

/** One chart: its canvases where they stand, each text where it stands. */
function drawCell(
  context: CanvasRenderingContext2D,
  cell: HTMLElement,
  { left, top, panel }: { readonly left: number; readonly top: number; readonly panel: string },
): void {
  const chart = cell.querySelector('.chart')?.getBoundingClientRect();
  context.fillStyle = panel;
  if (chart !== undefined) context.fillRect(chart.left - left, chart.top - top, chart.width, chart.height);
  for (const canvas of cell.querySelectorAll('canvas')) {
    const box = canvas.getBoundingClientRect();
    if (box.width > 0 && canvas.width > 0)
      context.drawImage(canvas, box.left - left, box.top - top, box.width, box.height);
  }
  for (const swatch of cell.querySelectorAll<HTMLElement>('.chart-swatch')) {
    const box = swatch.getBoundingClientRect();
    context.fillStyle = getComputedStyle(swatch).backgroundColor;
    context.fillRect(box.left - left, box.top - top, box.width, box.height);
  }
  drawTexts(context, cell, left, top);
}

/** Every visible text of an element, in its own font and colour, on its own line. */
function drawTexts(context: CanvasRenderingContext2D, element: HTMLElement, left: number, top: number): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  context.textBaseline = 'middle';
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { parentElement: parent } = node;
    if (parent === null || node.textContent?.trim() === '') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const [box] = range.getClientRects();
    if (box === undefined || box.width === 0) continue;
    const { fontWeight, fontSize, fontFamily, color } = getComputedStyle(parent);
    context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    context.fillStyle = color;
    // What its own element cuts off is not to run into the next.
    const own = parent.getBoundingClientRect();
    context.save();
    context.beginPath();
    context.rect(own.left - left, own.top - top, own.width, own.height);
    context.clip();
    context.fillText(node.textContent?.trim() ?? '', box.left - left, box.top - top + box.height / 2);
    context.restore();
  }
  context.textBaseline = 'alphabetic';
}

async function bytesOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error(t('compare.noPicture'));
  return new Uint8Array(await blob.arrayBuffer());
}
