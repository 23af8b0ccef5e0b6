import type { ShiftFigures } from '../../shared/shift-figures';
import { encodeMessage, type SharedFrame } from './viewer-socket';

/** Figures as frames, each encoded once, however many screens get them. */
export class FigureFrames {
  readonly #frames = new WeakMap<ShiftFigures, SharedFrame>();

  of(figures: ShiftFigures): SharedFrame {
    let frame = this.#frames.get(figures);
    if (frame === undefined) {
      frame = encodeMessage({ type: 'figures', ...figures });
      this.#frames.set(figures, frame);
    }
    return frame;
  }
}
