import type { ReactNode } from 'react';
import type { WorkUnitState } from '../../shared/work-unit-state';
import { STATE_WORDS } from './names';
import { StateIcon } from './StateIcon';
import './state-strip.css';

/** The andon strip: colour, shape and word say the same; what stands at its right end is passed in. */
export function StateStrip({ state, children }: { readonly state: WorkUnitState; readonly children?: ReactNode }) {
  return (
    <div className="state-strip" data-state={state}>
      <StateIcon state={state} />
      <span className="state-word">{STATE_WORDS[state]}</span>
      {children}
    </div>
  );
}
