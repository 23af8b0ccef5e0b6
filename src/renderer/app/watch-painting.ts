import { onPainted } from './PaintMark';
import { mustReload } from './paint-watchdog';

const CHECK_INTERVAL_MS = 5_000;
const RELOADED_ITEM = 'taktline.reloaded-at';

/**
 * Loads the page again when it paints nothing though messages come; the view's address and the key survive that.
 * @param lastMessageAtMs monotonic ms (performance.now) of the last message
 */
export function watchPainting(lastMessageAtMs: () => number): void {
  let paintedAtMs = performance.now();
  const painted = () => {
    paintedAtMs = performance.now();
  };
  onPainted(painted);
  // A hidden page is not painted, rightly so: its time counts from when it is seen again.
  document.addEventListener('visibilitychange', painted);
  setInterval(() => {
    if (document.visibilityState !== 'visible') return;
    const reloadedAt = sessionStorage.getItem(RELOADED_ITEM);
    const sinceReloadMs = reloadedAt === null ? undefined : Date.now() - Number(reloadedAt);
    const watch = { nowMs: performance.now(), messageAtMs: lastMessageAtMs(), paintedAtMs, sinceReloadMs };
    if (!mustReload(watch)) return;
    sessionStorage.setItem(RELOADED_ITEM, String(Date.now()));
    location.reload();
  }, CHECK_INTERVAL_MS);
}
