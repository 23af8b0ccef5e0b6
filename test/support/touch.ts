import type { CDPSession, Locator, Page } from 'playwright';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Fingers on a page: real touch events, which go to places and not to elements. */
export class Touch {
  readonly #devtools: CDPSession;

  private constructor(devtools: CDPSession) {
    this.#devtools = devtools;
  }

  static async on(page: Page): Promise<Touch> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
    return new Touch(devtools);
  }

  /** Where the fingers are now; none: all are lifted. */
  async dispatch(type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: readonly Point[]): Promise<void> {
    await this.#devtools.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] });
  }

  async tap(target: Locator): Promise<void> {
    // It has to stand still and be on top.
    await target.click({ trial: true });
    const box = await target.boundingBox();
    if (box === null) throw new Error('nothing to touch there');
    await this.dispatch('touchStart', [
      { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) },
    ]);
    await this.dispatch('touchEnd', []);
  }
}
