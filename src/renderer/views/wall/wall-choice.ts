import { useCallback, useState } from 'react';
import { WALL_ORDERS, type WallOrderKind } from '../../app/routes';
import { DEFAULT_DWELL_MS, DWELLS_MS } from './page-turner';

/** How a screen shows its wall. */
export interface WallChoice {
  readonly order: WallOrderKind;
  readonly dwellMs: number;
}

const CHOICE_ITEM = 'taktline.wall';
const DEFAULT_CHOICE: WallChoice = { order: 'trouble', dwellMs: DEFAULT_DWELL_MS };

/** What was kept on this screen; whatever cannot be understood is not kept. @param text JSON, or null where there is none */
export function keptChoice(text: string | null): Partial<WallChoice> {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const order = WALL_ORDERS.find((each) => each === Reflect.get(kept, 'order'));
    const dwellMs = DWELLS_MS.find((each) => each === Reflect.get(kept, 'dwellMs'));
    return { ...(order === undefined ? {} : { order }), ...(dwellMs === undefined ? {} : { dwellMs }) };
  } catch {
    // Another program's text under our name: as good as none.
    return {};
  }
}

/** The wall's choice: what a person touched last on this screen, before it what the address wishes, before that what was kept. */
export function useWallChoice(
  wished: Partial<WallChoice>,
): readonly [WallChoice, (change: Partial<WallChoice>) => void] {
  const [kept, setKept] = useState(() => keptChoice(localStorage.getItem(CHOICE_ITEM)));
  const [touched, setTouched] = useState<Partial<WallChoice>>({});
  const { order, dwellMs } = { ...DEFAULT_CHOICE, ...kept, ...wished, ...touched };
  const choose = useCallback(
    (change: Partial<WallChoice>) => {
      const next = { ...kept, ...change };
      localStorage.setItem(CHOICE_ITEM, JSON.stringify(next));
      setKept(next);
      setTouched((old) => ({ ...old, ...change }));
    },
    [kept],
  );
  return [{ order, dwellMs }, choose];
}
