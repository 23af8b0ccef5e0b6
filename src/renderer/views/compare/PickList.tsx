import { type ReactNode, useId } from 'react';
import '../../ui/control.css';
import './pick-list.css';

interface Props {
  /** What the button says: what is chosen by now. */
  readonly word: string;
  readonly testId: string;
  /** One press is all that is wanted here. */
  readonly closesOnPress?: boolean;
  readonly children: ReactNode;
}

/** A button that opens a sheet of choices; a tap outside or Escape closes it. */
export function PickList({ word, testId, closesOnPress = false, children }: Props) {
  const id = useId();
  return (
    <>
      <button type="button" className="control" data-testid={testId} popoverTarget={id}>
        {word} <span aria-hidden="true">▾</span>
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the presses are those of the buttons in it. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a button's key is a click. */}
      <div
        className="pick-list"
        id={id}
        popover="auto"
        onClick={({ target, currentTarget }) =>
          closesOnPress && target instanceof HTMLButtonElement && currentTarget.hidePopover()
        }
      >
        {children}
      </div>
    </>
  );
}

interface ChoiceProps {
  readonly word: string;
  /** Undefined for what is done and not chosen. */
  readonly isChosen?: boolean;
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
