import { type ReactNode, useId, useState } from 'react';
import { t } from '../../i18n/text';

interface Props {
  readonly label: string;
  readonly testId: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly hint?: string;
  readonly problem?: string | undefined;
  /** Dots instead of characters, with a way to look. */
  readonly isSecret?: boolean;
  /** The field where typing begins. */
  readonly isFirst?: boolean;
  readonly keys?: 'all' | 'digits';
  /** Of the form's width; all of it unless told. */
  readonly width?: 'two-thirds' | 'third';
  /** What stands behind the field. */
  readonly children?: ReactNode;
}

/** A labelled field of one line, as high as a glove needs it; below it what is expected, or what is wrong. */
export function TextField(props: Props) {
  const { label, testId, value, onChange, hint, problem, isSecret = false, isFirst = false, keys = 'all' } = props;
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div className="setup-field" data-width={props.width} data-wrong={problem !== undefined}>
      <label htmlFor={id}>{label}</label>
      <div className="setup-input">
        <input
          id={id}
          ref={isFirst ? focusOnce : undefined}
          data-testid={testId}
          type={isSecret && !isShown ? 'password' : 'text'}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          data-keys={keys}
          aria-describedby={`${id}-hint`}
          aria-invalid={problem !== undefined}
        />
        {isSecret && (
          <button
            type="button"
            className="control"
            data-testid={`${testId}-show`}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
          >
            {t('common.showSecret')}
          </button>
        )}
        {props.children}
      </div>
      <p id={`${id}-hint`} className="setup-hint" role={problem === undefined ? undefined : 'alert'}>
        {problem ?? hint}
      </p>
    </div>
  );
}

function focusOnce(field: HTMLInputElement | null): void {
  field?.focus();
}
