import { useEffect } from 'react';
import { usePlantTime } from '../data/use-live';

const PAINTED_EVENT = 'taktline-painted';

/** Renders nothing: tells each time that the screen has been painted after a tick, which is what the watchdog waits for. */
export function PaintMark() {
  const nowMs = usePlantTime();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each tick is to be painted
  useEffect(() => {
    const frame = requestAnimationFrame(() => dispatchEvent(new Event(PAINTED_EVENT)));
    return () => cancelAnimationFrame(frame);
  }, [nowMs]);
  return null;
}

/** Calls back after every painted tick. */
export function onPainted(listener: () => void): void {
  addEventListener(PAINTED_EVENT, listener);
}
