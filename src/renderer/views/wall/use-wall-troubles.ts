import { useEffect, useMemo, useRef, useState } from 'react';
import type { CatalogueUnit, StateRules } from '../../../shared/protocol';
import { useConnection } from '../../data/connection-context';
import type { LiveStore } from '../../data/live-store';
import { wholeLink } from '../../data/screen-status';
import { readUnit } from '../common/unit-reading';
import { keyMetric } from './key-metric';
import { type Trouble, troubleOf } from './trouble';
import { nextOrder, type TroubledUnit, type WallOrder } from './wall-order';

/** What is wrong on the whole wall, and the order that follows from it. */
export interface WallTroubles {
  readonly order: WallOrder;
  readonly byUnit: ReadonlyMap<string, Trouble>;
}

/**
 * Looked at whenever a tile is drawn anew: each second, when a link changes, and with each value that changes a unit's trouble. The
 * same object until a trouble or the order changes, so that the wall is not drawn for nothing.
 */
export function useWallTroubles(units: readonly CatalogueUnit[], rules: StateRules): WallTroubles {
  const { store } = useConnection();
  const look = useMemo(() => {
    return (old: WallTroubles | undefined) => {
      const troubled = units.map((unit) => lookAt(store, unit, rules));
      const isTold = wholeLink(store.status()).state !== 'offline' && troubled.some(({ isKnown }) => isKnown);
      const order = nextOrder(old?.order, troubled, { nowMs: performance.now(), isTold });
      const isSame =
        old?.order === order && troubled.every(({ workUnitId, trouble }) => old.byUnit.get(workUnitId) === trouble);
      if (isSame) return old;
      return { order, byUnit: new Map(troubled.map(({ workUnitId, trouble }) => [workUnitId, trouble])) };
    };
  }, [store, units, rules]);
  const [troubles, setTroubles] = useState<WallTroubles>(() => look(undefined));
  const shown = useRef(troubles);
  shown.current = troubles;
  useEffect(() => {
    const lookAgain = () => setTroubles(look);
    lookAgain();
    const ends = [
      store.onTick(lookAgain),
      store.onStatus(lookAgain),
      ...units.map((unit) =>
        store.onUnit(unit.workUnitId, () => {
          const { workUnitId, trouble } = lookAt(store, unit, rules);
          if (shown.current.byUnit.get(workUnitId) !== trouble) lookAgain();
        }),
      ),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [store, look, units, rules]);
  return troubles;
}

function lookAt(
  store: LiveStore,
  unit: CatalogueUnit,
  rules: StateRules,
): TroubledUnit & { readonly isKnown: boolean } {
  const { workUnitId } = unit;
  const present = store.present(workUnitId);
  const moment = { nowMs: store.tickMs(), link: wholeLink(store.status()).state };
  const isBeyond = keyMetric(unit, present, rules, moment)?.beyond !== undefined;
  const trouble = troubleOf(readUnit(unit, present, rules, moment), isBeyond);
  return { workUnitId, trouble, isKnown: present.latest.size > 0 };
}
