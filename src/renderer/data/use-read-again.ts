import { useEffect, useRef } from 'react';
import { useStatus } from './use-live';

/**
 * Calls `resync` after a reconnect and where the plant has come back (with it away an answer holds what was on board), `preparedMore` when
 * something else is being made than before. What was true when the view opened is in its first reading already.
 */
export function useReadAgain(resync: () => void, preparedMore: () => void): void {
  const { connects, preparing, plant } = useStatus();
  const isPlantThere = plant.state === 'online' || plant.state === 'late';
  const seen = useRef({ connects, preparing, isPlantThere });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the two callbacks are made at each render and always do the same.
  useEffect(() => {
    if (seen.current.connects !== connects || (isPlantThere && !seen.current.isPlantThere)) resync();
    if (seen.current.preparing !== preparing) preparedMore();
    seen.current = { connects, preparing, isPlantThere };
  }, [connects, preparing, isPlantThere]);
}
