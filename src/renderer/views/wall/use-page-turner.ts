import { useCallback, useEffect, useState } from 'react';
import { SECOND_MS } from '../../../shared/time';
import { firstPage, heldOrLet, type PageTurner, passed, turnedTo } from './page-turner';

/** The page that is shown, and what a hand can do about it. */
export interface TurnedPage {
  readonly page: number;
  readonly isHeld: boolean;
  readonly turnTo: (page: number) => void;
  readonly holdOrLet: () => void;
}

/** Turns pages by themselves, by touch and by keyboard: PageUp and PageDown turn, Pause holds. */
export function usePageTurner(pages: number, dwellMs: number): TurnedPage {
  const now = useCallback(() => ({ pages, dwellMs, nowMs: performance.now() }), [pages, dwellMs]);
  const [turner, setTurner] = useState<PageTurner>(() => firstPage(now()));
  useEffect(() => {
    setTurner((old) => passed(old, now()));
    if (pages < 2) return undefined;
    const timer = setInterval(() => setTurner((old) => passed(old, now())), SECOND_MS);
    return () => clearInterval(timer);
  }, [now, pages]);
  useEffect(() => {
    if (pages < 2) return undefined;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'PageDown') setTurner((old) => turnedTo(old, old.page + 1, now()));
      if (key === 'PageUp') setTurner((old) => turnedTo(old, old.page - 1, now()));
      if (key === 'Pause') setTurner((old) => heldOrLet(old, now()));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [now, pages]);
  return {
    page: Math.min(turner.page, pages - 1),
    isHeld: turner.turnsAtMs === undefined,
    turnTo: useCallback((page) => setTurner((old) => turnedTo(old, page, now())), [now]),
    holdOrLet: useCallback(() => setTurner((old) => heldOrLet(old, now())), [now]),
  };
}
