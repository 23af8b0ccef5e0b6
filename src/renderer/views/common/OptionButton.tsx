interface Props {
  readonly testId: string;
  readonly label: string;
  readonly meaning: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** One of several: chosen by shape as well as by colour. */
export function OptionButton({ testId, label, meaning, isChosen, onChoose }: Props) {
  return (
    <button type="button" className="setup-option" data-testid={testId} aria-pressed={isChosen} onClick={onChoose}>
      <span className="setup-dot" aria-hidden="true" />
      <span>
        <strong>{label}</strong>
        <span className="setup-meaning">{meaning}</span>
      </span>
    </button>
  );
}
