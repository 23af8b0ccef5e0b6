import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../i18n/text';
import type { CommandState } from '../common/use-command';

export interface StageAction {
  readonly label: string;
  readonly testId: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
}

interface Props {
  readonly title: string;
  /** One or two sentences: what this stage is for. */
  readonly lead: ReactNode;
  readonly children: ReactNode;
  readonly command: CommandState;
  /** What most people press next. It has the focus, except where pressing it changes the plant. */
  readonly primary: StageAction | undefined;
  readonly isPrimaryGrave?: boolean;
  readonly others?: readonly StageAction[];
  /** What is still to be decided here, where nothing else was said. */
  readonly hint?: string | undefined;
}

/** The frame of a stage: what it is for on top, its content scrolling below, what can be done at the bottom. */
export function Stage({ title, lead, children, command, primary, isPrimaryGrave = false, others = [], hint }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isReady = primary !== undefined && primary.isDisabled !== true && !isPrimaryGrave;
  useEffect(() => {
    // Somebody who is at another control already is left there.
    const isElsewhere = document.activeElement !== document.body && document.activeElement !== heading.current;
    if (isElsewhere && document.activeElement?.isConnected === true) return;
    (isReady ? button.current : heading.current)?.focus();
  }, [isReady]);
  return (
    <section className="setup-stage" aria-label={title}>
      <div className="setup-body">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p className="setup-lead">{lead}</p>
        {children}
      </div>
      <footer className="setup-actions">
        <CommandLine command={command} hint={hint} />
        {others.map((action) => (
          <ActionButton key={action.testId} action={action} />
        ))}
        {primary !== undefined && (
          <button
            ref={button}
            type="button"
            className="control setup-primary"
            data-testid={primary.testId}
            disabled={primary.isDisabled === true}
            onClick={primary.onPress}
          >
            {primary.label}
          </button>
        )}
      </footer>
    </section>
  );
}

function ActionButton({ action }: { readonly action: StageAction }) {
  return (
    <button
      type="button"
      className="control"
      data-testid={action.testId}
      disabled={action.isDisabled === true}
      onClick={action.onPress}
    >
      {action.label}
    </button>
  );
}

/** What the last command said, where it stands out by word and place. */
function CommandLine({ command, hint }: { readonly command: CommandState; readonly hint: string | undefined }) {
  if (command.failure !== undefined)
    return (
      <p className="setup-said setup-failure" role="alert" data-testid="setup-failure">
        <strong>{t('common.notDone')}</strong> {command.failure}
      </p>
    );
  return (
    <p className="setup-said" role="status" data-testid="setup-said">
      {command.said ?? hint ?? ''}
    </p>
  );
}
