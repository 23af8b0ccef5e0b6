/** A view that paints nothing for this long while messages come is dead. */
export const UNPAINTED_AFTER_MS = 15_000;
/** A page that a reload did not help is not reloaded in a tight loop. */
export const RELOAD_AT_MOST_EVERY_MS = 120_000;

export interface PaintWatch {
  /** Monotonic ms of now, the last message and the last paint since the page was last visible. */
  readonly nowMs: number;
  readonly messageAtMs: number;
  readonly paintedAtMs: number;
  /** Ms since this tab last reloaded itself; undefined where it never did. */
  readonly sinceReloadMs: number | undefined;
}

/** Whether the page should be loaded again: messages come, nothing is painted, and the last reload is not the cure just tried. */
export function mustReload({ nowMs, messageAtMs, paintedAtMs, sinceReloadMs }: PaintWatch): boolean {
  const unpainted = nowMs - paintedAtMs > UNPAINTED_AFTER_MS;
  const messagesCome = nowMs - messageAtMs < UNPAINTED_AFTER_MS;
  return unpainted && messagesCome && (sinceReloadMs === undefined || sinceReloadMs > RELOAD_AT_MOST_EVERY_MS);
}
