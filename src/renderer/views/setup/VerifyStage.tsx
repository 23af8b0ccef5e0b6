import { useEffect, useRef } from 'react';
import type { StageProps } from './SetupView';
import { Stage } from './Stage';
import { useCommand } from './use-command';

/** The catalogue read again: what is not as it should be, each with its remedy. */
export function VerifyStage({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const { drifts } = state;
  const isRunning = state.work.kind === 'verifying';
  const verify = () => void run(() => bridge.setupVerify());
  const begin = useRef(() => drifts === undefined && state.work.kind === 'idle' && verify());
  useEffect(() => void begin.current(), []);
  return (
    <Stage
      title="Verify"
      lead={
        isRunning || drifts === undefined
          ? 'The database is read again and compared with what was planned…'
          : drifts.length === 0
            ? 'All is as wanted.'
            : 'Not everything is as wanted.'
      }
      command={command}
      primary={{
        label: 'Go on to hand over ▶',
        testId: 'verify-go-on',
        onPress: () => onGo('hand-over'),
        isDisabled: isRunning || drifts === undefined,
      }}
      others={[{ label: 'Verify again', testId: 'verify-again', onPress: verify, isDisabled: isRunning }]}
    >
      {drifts !== undefined && (
        <ul className="setup-list" data-testid="drifts" data-count={drifts.length}>
          {drifts.map(({ kind, about, sentence }) => (
            <li key={`${kind} ${about} ${sentence}`} className="setup-drift">
              <strong>{about}</strong>
              <p>{sentence}</p>
            </li>
          ))}
        </ul>
      )}
    </Stage>
  );
}
