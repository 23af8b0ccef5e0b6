import { useCallback, useEffect, useState } from 'react';
import type { TaktlineBridge } from '../../../../shared/ipc';
import type { PiecesState } from '../../../../shared/work-plan';

/** The rules in force, asked when the page opens and after each saving. */
export function usePieces(bridge: TaktlineBridge): readonly [PiecesState | undefined, () => void] {
  const [state, setState] = useState<PiecesState>();
  const refresh = useCallback(() => {
    bridge
      .piecesState()
      .then(setState, (error: Error) => console.warn(`the rules of pieces are not known: ${error.message}`));
  }, [bridge]);
  useEffect(refresh, [refresh]);
  return [state, refresh];
}
