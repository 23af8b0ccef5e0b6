import type { ReactElement } from 'react';
import type { WorkUnitState } from '../../shared/work-unit-state';

/** One shape per state, told apart without any colour: arrow, half-full arrow, square, tool change, pause, question mark. */
const SHAPES: Readonly<Record<WorkUnitState, ReactElement>> = {
  running: <path d="M6 3.5v17l14-8.5z" fill="currentColor" />,
  slow: (
    <>
      <path d="M6 3.5v17l14-8.5z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
      <path d="M6 12h14L6 20.5z" fill="currentColor" />
    </>
  ),
  stopped: <rect x="4" y="4" width="16" height="16" rx="1.5" fill="currentColor" />,
  'change-over': (
    <>
      <path d="M3 8.5h13M12 4l5 4.5-5 4.5" fill="none" stroke="currentColor" strokeWidth="2.4" />
      <path d="M21 16H8M12 11.5 7 16l5 4.5" fill="none" stroke="currentColor" strokeWidth="2.4" />
    </>
  ),
  'planned-stop': <path d="M5.5 4h4.5v16H5.5zM14 4h4.5v16H14z" fill="currentColor" />,
  'no-data': (
    <path
      d="M8 8.5a4 4 0 1 1 5.8 3.6c-1.2.6-1.8 1.3-1.8 2.6M12 18.2v2.3"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
    />
  ),
};

/** The shape of a state, as high as the text beside it; the word stands next to it, so it is silent for screen readers. */
export function StateIcon({ state }: { readonly state: WorkUnitState }) {
  return (
    <svg className="state-icon" viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}
