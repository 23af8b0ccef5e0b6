import { useRef } from 'react';
import type { ShiftFigures } from '../../../shared/shift-figures';
import type { Route } from '../../app/routes';
import type { Navigate } from '../../app/use-route';

type UnitRoute = Extract<Route, { view: 'unit' }>;

/** Opens and closes the explanation of a figure. It has an address, so going back closes it; closing it otherwise leaves no step behind. */
export function useExplain(route: UnitRoute, navigate: Navigate) {
  const hasStep = useRef(false);
  return {
    open: (of: ShiftFigures['of']) => {
      hasStep.current = true;
      navigate({ ...route, explain: of });
    },
    close: () => {
      const { explain, ...rest } = route;
      if (explain === undefined) return;
      if (hasStep.current) history.back();
      else navigate(rest, 'replace');
      hasStep.current = false;
    },
  };
}
