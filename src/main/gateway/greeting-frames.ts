import type { CatalogueUnit } from '../../shared/protocol';
import { encodeMessage, type SharedFrame } from './viewer-socket';

/** The catalogue as a frame, encoded once until it is another: it is what a thousand screens that join get most of. */
export class GreetingFrames {
  #units: readonly CatalogueUnit[] | undefined;
  #frame: SharedFrame | undefined;

  /** @param units the same array for as long as nothing in it has changed */
  catalogue(units: readonly CatalogueUnit[]): SharedFrame {
    if (this.#frame === undefined || this.#units !== units) {
      this.#units = units;
      this.#frame = encodeMessage({ type: 'catalogue', units: [...units] });
    }
    return this.#frame;
  }
}
