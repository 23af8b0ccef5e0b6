import { createContext, type ReactNode, useContext, useState } from 'react';
import { CursorStore } from './cursor-store';

const LinkedCursor = createContext<CursorStore | undefined>(undefined);

/** All charts inside show the time that is pointed at on one of them. */
export function LinkedCursors({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => new CursorStore());
  return <LinkedCursor value={store}>{children}</LinkedCursor>;
}

/** The cursor of the charts around; one of its own for a chart that stands alone. */
export function useCursorStore(): CursorStore {
  const linked = useContext(LinkedCursor);
  const [own] = useState(() => new CursorStore());
  return linked ?? own;
}
