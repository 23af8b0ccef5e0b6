import { useEffect, useRef } from 'react';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { useCommand } from '../common/use-command';
import type { StageProps } from './SetupView';
import { Stage } from './Stage';

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
      title={t('setup.verify')}
      lead={
        isRunning || drifts === undefined
          ? t('setup.verifying')
          : drifts.length === 0
            ? t('setup.allAsWanted')
            : t('setup.notAsWanted')
      }
      command={command}
      primary={{
        label: t('setup.goOnHandOver'),
        testId: 'verify-go-on',
        onPress: () => onGo('hand-over'),
        isDisabled: isRunning || drifts === undefined,
      }}
      others={[{ label: t('setup.verifyAgain'), testId: 'verify-again', onPress: verify, isDisabled: isRunning }]}
    >
      {drifts !== undefined && (
        <ul className="setup-list" data-testid="drifts" data-count={drifts.length}>
          {drifts.map(({ kind, about, sentence }) => (
            <li key={`${kind} ${about} ${sentence}`} className="setup-drift">
              <strong>{about}</strong>
              <p>{told(sentence)}</p>
            </li>
          ))}
        </ul>
      )}
    </Stage>
  );
}
