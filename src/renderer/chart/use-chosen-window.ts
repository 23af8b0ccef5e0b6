import { useCallback, useEffect, useLayoutEffect, useReducer, useRef } from 'react';
import type { TimeWindow } from '../data/time-window';

/**
 * The page is told of a new window this long after it was told of the last: a hand moves the chart 60 times a second, and
 * a browser refuses an address that changes as often.
 */
const TOLD_EVERY_MS = 200;

export interface ChosenWindowInput {
  /** What the page names. */
  readonly window: TimeWindow;
  /** Draws the window at once, before React hears of it. */
  readonly draw: (window: TimeWindow) => void;
  /** Whether a hand holds the chart, or it glides: where it passes is then no choice yet. */
  readonly isMoving: () => boolean;
  /** Told where a movement passes, a few times a second. */
  readonly onPassing: (window: TimeWindow) => void;
  readonly onChange: (window: TimeWindow) => void;
}

export interface ChosenWindow {
  /** What is shown: what the page names, and while a hand moves the chart what the hand says. */
  current(): TimeWindow;
  choose(to: TimeWindow): void;
  /** The movement is over: where it has come to is chosen. */
  settle(): void;
}

/**
 * The window that a chart shows. A hand's is drawn at once and outside React, which would take longer than a frame; what
 * stands around the plot, and the page, follow at their own pace, between the frames.
 */
export function useChosenWindow(input: ChosenWindowInput): ChosenWindow {
  const newest = useRef(input);
  newest.current = input;
  const own = useRef<TimeWindow>(undefined);
  const untold = useRef<TimeWindow>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const awaited = useRef(false);
  const [, render] = useReducer((renderings: number) => renderings + 1, 0);

  const say = useCallback(() => {
    timer.current = undefined;
    const next = untold.current;
    if (next === undefined) return;
    untold.current = undefined;
    render();
    if (newest.current.isMoving()) newest.current.onPassing(next);
    else {
      awaited.current = true;
      newest.current.onChange(next);
    }
    timer.current = setTimeout(say, TOLD_EVERY_MS);
  }, []);

  const { window } = input;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about the page's window being another one.
  useLayoutEffect(() => {
    const isTold = awaited.current;
    awaited.current = false;
    // The page has taken over what it was told, and the hand has moved on since.
    if ((isTold && untold.current !== undefined) || own.current === undefined) return;
    untold.current = undefined;
    own.current = undefined;
    render();
  }, [window]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const chosen = useRef<ChosenWindow>(undefined);
  chosen.current ??= {
    current: () => own.current ?? newest.current.window,
    choose: (to) => {
      own.current = untold.current = to;
      newest.current.draw(to);
      timer.current ??= setTimeout(say, 0);
    },
    settle: () => {
      untold.current ??= own.current;
      timer.current ??= setTimeout(say, 0);
    },
  };
  return chosen.current;
}
