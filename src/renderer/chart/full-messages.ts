import type { DrawWish, FullDrawing, FullPiece } from './full-picture';

/** What a page tells the worker that draws every sample; `key` names the series. */
export type ToFullWorker =
  | { readonly kind: 'add'; readonly key: string; readonly stepMs: number; readonly piece: FullPiece }
  | { readonly kind: 'drop'; readonly key: string; readonly fromMs: number }
  | { readonly kind: 'draw'; readonly key: string; readonly wish: DrawWish };

/** The answer to each `draw` of a series of which something was added; to others there is none. */
export interface FromFullWorker {
  readonly key: string;
  readonly drawing: FullDrawing;
}
