import { expect, test } from 'vitest';
import { EventLoopMeter } from '../../../../src/main/diagnostics/event-loop-meter';

/** A clock whose timers a test lets run late. */
class LateClock {
  ms = 0;
  #due: { atMs: number; callback: () => void } | undefined;
  nowMs = () => this.ms;
  setTimer = (callback: () => void, delayMs: number) => {
    const due = { atMs: this.ms + delayMs, callback };
    this.#due = due;
    return () => {
      if (this.#due === due) this.#due = undefined;
    };
  };
  get isIdle(): boolean {
    return this.#due === undefined;
  }
  /** Runs the timer so much too late. */
  late(ms: number): void {
    const due = this.#due;
    this.#due = undefined;
    this.ms = (due?.atMs ?? this.ms) + ms;
    due?.callback();
  }
}

test('how late timers run is counted, and the longest of the last ten seconds stands out', () => {
  const clock = new LateClock();
  const meter = new EventLoopMeter(clock);
  meter.start();
  meter.start();
  clock.late(0);
  clock.late(37);
  expect(meter.snapshot()).toMatchObject({ recentMs: 37, lateMs: { count: 2, maxMs: 37 } });
  for (let passed = 0; passed < 9_000; passed += 50) clock.late(0);
  expect(meter.snapshot().recentMs).toBe(37);
  for (let passed = 0; passed < 2_000; passed += 50) clock.late(0);
  expect(meter.snapshot()).toMatchObject({ recentMs: 0, lateMs: { maxMs: 37 } });
  // Held for longer than it looks back: that is what it then tells.
  clock.late(25_000);
  expect(meter.snapshot().recentMs).toBe(25_000);
  meter.stop();
  expect(clock.isIdle).toBe(true);
});
