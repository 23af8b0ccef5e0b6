import type { After } from '../../shared/viewer/after';

/** From the first catalogue on: by then its units are on the screen. */
const DRAWN_MS = 500;
/** Where no catalogue comes: what is waited for is told on the screen long before. */
const NOTHING_TOLD_MS = 2_000;

/** What the first picture is drawn of. */
export interface PictureSource {
  catalogueKnown(): boolean;
  catalogue(): readonly unknown[];
  /** Subscribing returns the way out. */
  onCatalogue(listener: () => void): () => void;
}

/** Calls back once: when the first picture has had its time, or as soon as it is known that there are no units to draw. */
export function afterFirstPicture(source: PictureSource, after: After, run: () => void): void {
  const done = () => {
    stopLooking();
    stopWaiting();
    run();
  };
  let stopWaiting = after(NOTHING_TOLD_MS, done);
  let isDrawing = false;
  const stopLooking = source.onCatalogue(() => {
    if (!source.catalogueKnown() || isDrawing) return;
    if (source.catalogue().length === 0) return done();
    isDrawing = true;
    stopWaiting();
    stopWaiting = after(DRAWN_MS, done);
  });
}
