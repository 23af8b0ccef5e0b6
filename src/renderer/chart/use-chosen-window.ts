import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TimeWindow } from '../data/time-window';

/**
 * The page is told of a new window this long after it was told of the last: a hand moves the chart 60 times a second, and
 * a browser refuses an address that changes as often.
 */
const TOLD_EVERY_MS = 200;

/**
 * The window that a chart shows: what the page names, and while a hand moves it what the hand says, at once; the page is
 * told at its own pace, between the frames.
 */
export function useChosenWindow(
  window: TimeWindow,
  onChange: (window: TimeWindow) => void,
): readonly [TimeWindow, (to: TimeWindow) => void] {
  const [own, setOwn] = useState<TimeWindow>();
  const tell = useRef(onChange);
  tell.current = onChange;
  const untold = useRef<TimeWindow>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const awaited = useRef(false);

  const choose = useCallback((to: TimeWindow) => {
    setOwn(to);
    untold.current = to;
    const say = () => {
      timer.current = undefined;
      const next = untold.current;
      if (next === undefined) return;
      untold.current = undefined;
      awaited.current = true;
      tell.current(next);
      timer.current = setTimeout(say, TOLD_EVERY_MS);
    };
    timer.current ??= setTimeout(say, 0);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about the page's window being another one.
  useLayoutEffect(() => {
    const isTold = awaited.current;
    awaited.current = false;
    // The page has taken over what it was told, and the hand has moved on since.
    if (isTold && untold.current !== undefined) return;
    untold.current = undefined;
    setOwn(undefined);
  }, [window]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [own ?? window, choose];
}
