import { onPainted } from './PaintMark';
import { mustReload } from './paint-watchdog';
import { isTooSilent } from './silence-watchdog';

const CHECK_INTERVAL_MS = 5_000;
const RELOADED_ITEM = 'taktline.reloaded-at';

/**
 * Loads the page again when it paints nothing though messages come, and when none come though the appliance answers; the view's address and the
 * key survive that.
 * @param lastMessageAtMs monotonic ms (performance.now) of the last message; undefined: none is to be expected
 */
export function watchPage(lastMessageAtMs: () => number | undefined): void {
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
    const messageAtMs = lastMessageAtMs();
    const watch = { nowMs: performance.now(), messageAtMs, paintedAtMs, sinceReloadMs };
    if (messageAtMs !== undefined && mustReload({ ...watch, messageAtMs })) reload();
    else if (isTooSilent(watch)) void reloadIfAnswered();
  }, CHECK_INTERVAL_MS);
}

function reload(): void {
  sessionStorage.setItem(RELOADED_ITEM, String(Date.now()));
  location.reload();
}

/** A page that cannot be had just now must stay: it shows what it knows, a new one would be blank. */
async function reloadIfAnswered(): Promise<void> {
  const isOwnWindow = window.taktline !== undefined;
  try {
    if (isOwnWindow || (await fetch(location.pathname, { cache: 'no-store' })).ok) reload();
  } catch {
    // The appliance is away; the next check asks again.
  }
}
