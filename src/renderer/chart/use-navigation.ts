import { type RefObject, useEffect, useRef } from 'react';
import type { TimeRange } from '../../shared/time';
import { ChartNavigator } from './chart-navigator';
import type { CursorStore } from './cursor-store';
import type { Viewport } from './navigation';

export interface NavigationInput {
  /** What is shown just now, also between two renderings. */
  readonly viewport: () => Viewport;
  readonly nowMs: number;
  readonly cursor: CursorStore;
  /** At once: what is drawn in this frame is what the hand has done up to it. */
  readonly onChange: (range: TimeRange, following: boolean) => void;
  /** A movement has ended; another may begin at once, as a glide does. */
  readonly onRest: () => void;
}

/**
 * Lets hands move a chart's range: see {@link ChartNavigator}. The element says in `data-moving` whether it is being moved.
 * @param area the element of the plot itself, without axes: its width is the range
 */
export function useNavigation(
  root: RefObject<HTMLElement | null>,
  area: () => Element | undefined,
  input: NavigationInput,
) {
  const newest = useRef(input);
  newest.current = input;
  const areaOf = useRef(area);
  areaOf.current = area;
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const navigator = new ChartNavigator({
      viewport: () => newest.current.viewport(),
      nowMs: () => newest.current.nowMs,
      box: () => (areaOf.current() ?? element).getBoundingClientRect(),
      pointedMs: () => newest.current.cursor.timeMs(),
      point: (timeMs) => newest.current.cursor.point(timeMs),
      change: (range, following) => newest.current.onChange(range, following),
      moves: (isMoving) => {
        element.toggleAttribute('data-moving', isMoving);
        if (!isMoving) newest.current.onRest();
      },
      wantsCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    return navigator.attach(element);
  }, [root]);
}
