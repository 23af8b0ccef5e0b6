import { useState } from 'react';
import type { SetupOutcome } from '../../../shared/setup';
import { told } from '../../i18n/told';

/** What became of a person's last command on this page. */
export interface CommandState {
  readonly isRunning: boolean;
  readonly failure: string | undefined;
  readonly said: string | undefined;
}

/** Runs commands of a stage and keeps what they said; resolves with whether it went well. */
export function useCommand(): readonly [CommandState, (command: () => Promise<SetupOutcome>) => Promise<boolean>] {
  const [state, setState] = useState<CommandState>({ isRunning: false, failure: undefined, said: undefined });
  const run = async (command: () => Promise<SetupOutcome>): Promise<boolean> => {
    setState({ isRunning: true, failure: undefined, said: undefined });
    const outcome = await answered(command);
    setState({
      isRunning: false,
      failure: outcome.ok ? undefined : told(outcome.failure.message),
      said: outcome.ok && outcome.said !== undefined ? told(outcome.said) : undefined,
    });
    return outcome.ok;
  };
  return [state, run];
}

/** A call that was not even answered is a failure as well. */
async function answered(command: () => Promise<SetupOutcome>): Promise<SetupOutcome> {
  try {
    return await command();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, failure: { code: 'unexpected', message, retryable: true } };
  }
}
