/** A page that hears nothing for this long, while its appliance answers, has lost its way back: a new one finds it. */
export const SILENT_AFTER_MS = 60_000;

export interface SilenceWatch {
  /** Monotonic ms of now and of the last message; undefined: there was none yet. */
  readonly nowMs: number;
  readonly messageAtMs: number | undefined;
  /** Ms since this tab last reloaded itself; undefined where it never did. */
  readonly sinceReloadMs: number | undefined;
}

/** Whether it is worth asking if the appliance answers; where it does, the page is loaded anew. Never twice in five minutes. */
export function isTooSilent({ nowMs, messageAtMs, sinceReloadMs }: SilenceWatch): boolean {
  if (messageAtMs === undefined || nowMs - messageAtMs <= SILENT_AFTER_MS) return false;
  return sinceReloadMs === undefined || sinceReloadMs > 5 * SILENT_AFTER_MS;
}
