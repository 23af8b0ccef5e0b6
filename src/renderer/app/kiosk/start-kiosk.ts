import type { KioskSettings, KioskState } from '../../../shared/kiosk';
import { SECOND_MS } from '../../../shared/time';
import { shiftAt } from './pixel-shift';
import { type Rotation, startRotation, turned } from './rotation';
import './kiosk.css';

const SHIFT_EVERY_MS = 120 * SECOND_MS;
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;
/** A pointer that is moved is to be seen; nobody has touched anything yet. */
const POINTED = [...TOUCHES, 'pointermove'] as const;

/** Makes the page a kiosk's: no pointer while it rests, the screen kept on, views in turn, the picture moved so that it does not burn in. */
export function startKiosk(kiosk: KioskState, showAddress: (address: string) => void): void {
  document.documentElement.dataset.kiosk = 'true';
  hideRestingPointer(kiosk.hidePointerAfterSeconds * SECOND_MS);
  keepAwake();
  if (kiosk.pixelShift) shiftPixels();
  const first = kiosk.lastView ?? kiosk.views[0]?.address;
  // A page that was loaded anew has its address still.
  if (first !== undefined && ['', '#', '#/'].includes(location.hash)) showAddress(first);
  rotateViews(kiosk.views, showAddress);
}

function hideRestingPointer(afterMs: number): void {
  const { dataset } = document.documentElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moved = () => {
    clearTimeout(timer);
    dataset.pointer = 'shown';
    timer = setTimeout(() => {
      dataset.pointer = 'hidden';
    }, afterMs);
  };
  for (const event of POINTED) addEventListener(event, moved, { passive: true });
  moved();
}

/** Browsers let go of it whenever the page is hidden. The app's own window is kept awake by its main process. */
function keepAwake(): void {
  const wakeLock: WakeLock | undefined = Reflect.get(navigator, 'wakeLock');
  if (wakeLock === undefined || window.taktline !== undefined) return;
  const hold = () => {
    if (document.visibilityState !== 'visible') return;
    wakeLock.request('screen').catch((error: Error) => console.warn('The screen may fall asleep:', error.message));
  };
  document.addEventListener('visibilitychange', hold);
  hold();
}

function shiftPixels(): void {
  const root = document.getElementById('root');
  let step = 0;
  const shift = () => {
    const [x, y] = shiftAt(step);
    if (root !== null) root.style.transform = `translate(${x}px, ${y}px)`;
    step += 1;
  };
  shift();
  setInterval(shift, SHIFT_EVERY_MS);
}

function rotateViews(views: KioskSettings['views'], showAddress: (address: string) => void): void {
  if (views.length === 0) return;
  let touchedMs: number | undefined;
  for (const event of TOUCHES)
    addEventListener(
      event,
      () => {
        touchedMs = performance.now();
      },
      { passive: true },
    );
  let rotation: Rotation = startRotation(views, location.hash, performance.now());
  setInterval(() => {
    const next = turned(rotation, views, { nowMs: performance.now(), touchedMs, shown: location.hash });
    rotation = next.rotation;
    if (next.show !== undefined && next.show !== location.hash) showAddress(next.show);
  }, SECOND_MS);
}
