import { type ReactNode, useId } from 'react';
import '../../ui/control.css';
import './pick-list.css';

interface Props {
  /** What the button says: what is chosen by now. */
  readonly word: string;
  readonly testId: string;
  readonly children: ReactNode;
}

/** A button that opens a sheet of choices; a tap outside or Escape closes it. */
export function PickList({ word, testId, children }: Props) {
  const id = useId();
  return (
    <>
      <button type="button" className="control" data-testid={testId} popoverTarget={id}>
        {word} <span aria-hidden="true">▾</span>
      </button>
      <div className="pick-list" id={id} popover="auto">
        {children}
      </div>
    </>
  );
}

interface ChoiceProps {
  readonly word: string;
  readonly isChosen: boolean;
  readonly testId?: string;
  readonly onPress: () => void;
}

/** One of the choices. */
export function PickChoice({ word, isChosen, testId, onPress }: ChoiceProps) {
  return (
    <button type="button" className="control" aria-pressed={isChosen} data-testid={testId} onClick={onPress}>
      {word}
    </button>
  );
}
