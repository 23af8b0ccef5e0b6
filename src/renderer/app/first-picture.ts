import type { After } from '../../shared/viewer/after';

/** By then the first picture is on the screen. */
const FIRST_PICTURE_MS = 1_000;

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
  const stopWaiting = after(FIRST_PICTURE_MS, done);
  const stopLooking = source.onCatalogue(() => {
    if (source.catalogueKnown() && source.catalogue().length === 0) done();
  });
}
