import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../i18n/text';
import './control.css';
import './dialog.css';

interface Props {
  /** For tests: `<name>-panel` and `<name>-close`. */
  readonly name: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A panel above all else, which keeps the focus until it is closed: by its button, by Escape or by a tap outside. Then the focus
 * is where it was.
 */
export function Dialog({ name, title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = () => dialog.current?.close();
  // Escape is the dialog's: a view around it would take it for a wish to leave.
  const keepEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') event.stopPropagation();
  };
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-testid={`${name}-panel`}
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDown={keepEscape}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="dialog-body">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="control" data-testid={`${name}-close`} onClick={close}>
            {t('ui.close')}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
