import type { ReactNode } from 'react';
import type { WorkUnitState } from '../../shared/work-unit-state';
import { STATE_WORDS } from './names';
import { StateIcon } from './StateIcon';
import './state-strip.css';

interface Props {
  readonly state: WorkUnitState;
  /** In place of the state's own word. */
  readonly word?: string | undefined;
  readonly children?: ReactNode;
}

/** The andon strip: colour, shape and word say the same; what stands at its right end is passed in. */
export function StateStrip({ state, word, children }: Props) {
  return (
    <div className="state-strip" data-state={state}>
      <StateIcon state={state} />
      <span className="state-word">{word ?? STATE_WORDS[state]}</span>
      {children}
    </div>
  );
}
