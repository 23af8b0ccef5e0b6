import type { Browser, Page } from 'playwright';

export interface Frames {
  /** Of each frame with a pointer's move: from the move's first listener to the frame's end on the main thread, ms. */
  readonly frameMs: readonly number[];
  /** Between the beginnings of two frames, ms. */
  readonly gapsMs: readonly number[];
  readonly moved: number;
  /** Frames with a move in which a canvas was wiped, which a chart does before it draws. */
  readonly drawn: number;
}

/**
 * Watches a page's frames from inside: Chromium delivers moves right before a frame's callbacks, and a message posted from
 * such a callback comes after layout and paint of the same frame.
 */
export async function watchFrames(page: Page): Promise<{ stop(): Promise<Frames> }> {
  await page.evaluate(() => {
    const seen = { frameMs: [] as number[], gapsMs: [] as number[], moved: 0, drawn: 0, isOn: true };
    let moveAtMs: number | undefined;
    let wiped = false;
    const { clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      wiped = true;
      clearRect.apply(this, args);
    };
    const onMove = () => {
      moveAtMs ??= performance.now();
    };
    addEventListener('pointermove', onMove, { capture: true });
    let lastMs: number | undefined;
    const onFrame = (atMs: number) => {
      if (!seen.isOn) return;
      if (lastMs !== undefined) seen.gapsMs.push(atMs - lastMs);
      lastMs = atMs;
      requestAnimationFrame(onFrame);
      const startedMs = moveAtMs;
      moveAtMs = undefined;
      if (startedMs === undefined) return;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        seen.frameMs.push(performance.now() - startedMs);
        seen.moved += 1;
        if (wiped) seen.drawn += 1;
        wiped = false;
      };
      port2.postMessage(undefined);
    };
    requestAnimationFrame(onFrame);
    Object.assign(window, {
      stopWatchingFrames: () => {
        seen.isOn = false;
        CanvasRenderingContext2D.prototype.clearRect = clearRect;
        removeEventListener('pointermove', onMove, { capture: true });
        return seen;
      },
    });
  });
  return {
    stop: () => page.evaluate(() => (window as unknown as { stopWatchingFrames(): Frames }).stopWatchingFrames()),
  };
}

/** Processor time of the page's process during a stretch, ms. */
export async function rendererCpuMs(browser: Browser, page: Page, stretch: () => Promise<unknown>): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  // The busiest page is the one that is measured: the others of this browser are closed or empty.
  const spent = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]));
  };
  await page.bringToFront();
  const before = await spent();
  await stretch();
  const after = await spent();
  await session.detach();
  return 1_000 * Math.max(...[...after].map(([id, seconds]) => seconds - (before.get(id) ?? 0)));
}
