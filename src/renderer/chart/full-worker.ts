import type { FromFullWorker, ToFullWorker } from './full-messages';
import { type DrawWish, FullPicture } from './full-picture';

/** Thins out every sample beside the page: two million take several frames. */
const pictures = new Map<string, FullPicture>();
/** The newest wish of each series: of those that came while one was drawn the last alone counts. */
const wishes = new Map<string, DrawWish>();

addEventListener('message', ({ data }: MessageEvent<ToFullWorker>) => {
  if (data.kind === 'drop') pictures.get(data.key)?.drop(data.fromMs);
  else if (data.kind === 'add') {
    const picture = pictures.get(data.key) ?? new FullPicture(data.stepMs);
    pictures.set(data.key, picture);
    picture.add(data.piece);
  } else {
    if (wishes.size === 0) setTimeout(drawAll);
    wishes.set(data.key, data.wish);
  }
});

function drawAll(): void {
  for (const [key, wish] of wishes) {
    const drawing = pictures.get(key)?.draw(wish);
    if (drawing === undefined) continue;
    const answer: FromFullWorker = { key, drawing };
    postMessage(answer);
  }
  wishes.clear();
}
