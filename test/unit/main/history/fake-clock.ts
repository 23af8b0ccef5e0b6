import type { HistoryClock } from '../../../../src/main/history/history-plant';

/** A clock that stands still, with timers that run when told. */
export class FakeClock implements HistoryClock {
  nowMs: number;
  #due: (() => void)[] = [];

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  plantNowMs = () => this.nowMs;

  setTimer = (callback: () => void) => {
    this.#due.push(callback);
    return () => {
      this.#due = this.#due.filter((other) => other !== callback);
    };
  };

  get pendingCount(): number {
    return this.#due.length;
  }

  /** Runs every timer that is set now. */
  runTimers(): void {
    for (const callback of this.#due.splice(0)) callback();
  }
}
