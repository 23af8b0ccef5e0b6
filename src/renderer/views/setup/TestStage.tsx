import { useEffect, useRef } from 'react';
import type { SetupTest, SetupTestStage } from '../../../shared/setup';
import { stageWord } from '../../i18n/stage-word';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { useCommand } from '../common/use-command';
import type { StageProps } from './SetupView';
import { Stage } from './Stage';
import { VerdictMark } from './VerdictMark';

const VERDICT_SENTENCES = {
  passed: t('setup.testPassed'),
  warned: t('setup.testWarned'),
  failed: t('setup.testFailed'),
} as const;

/** The way to the plant, tried stage by stage: each with its verdict and, where it is not in order, its remedy. */
export function TestStage({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const { test } = state;
  const isRunning = state.work.kind === 'testing';
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // What is to be done something about is not left below the edge.
    if (!isRunning) list.current?.querySelector('[data-verdict="failed"]')?.scrollIntoView({ block: 'center' });
  }, [isRunning]);
  const again = () => void run(() => bridge.setupTest());
  const isOpen = test?.isConnected === true && test.verdict !== undefined && !isRunning;
  const goOn = {
    label: t(test?.verdict === 'failed' ? 'setup.goOnAnyway' : 'setup.goOn'),
    testId: 'test-go-on',
    onPress: () => onGo('choose'),
    isDisabled: !isOpen,
  };
  const others = isRunning
    ? [{ label: t('setup.stop'), testId: 'test-stop', onPress: () => void run(() => bridge.setupSteer('cancel')) }]
    : [
        { label: t('setup.changeAddress'), testId: 'test-back', onPress: () => onGo('connect') },
        { label: t('setup.testAgain'), testId: 'test-again', onPress: again },
      ];
  return (
    <Stage title={t('setup.test')} lead={leadOf(test, isRunning)} command={command} primary={goOn} others={others}>
      {test !== undefined && (
        <ol ref={list} className="setup-list" data-testid="test-stages" data-verdict={test.verdict}>
          {test.stages.map((stage) => (
            <StageRow key={stage.stage} stage={stage} />
          ))}
        </ol>
      )}
    </Stage>
  );
}

function leadOf(test: SetupTest | undefined, isRunning: boolean): string {
  if (isRunning) return t('setup.testing', { done: test?.stages.length ?? 0, all: test?.stageCount ?? 0 });
  if (test?.verdict === undefined) return t('setup.notTested');
  return VERDICT_SENTENCES[test.verdict];
}

function StageRow({ stage: { stage, title, verdict, what, remedy } }: { readonly stage: SetupTestStage }) {
  return (
    <li className="setup-row" data-testid={`test-${stage}`} data-verdict={verdict}>
      <VerdictMark verdict={verdict} />
      <strong className="setup-first-up">{stageWord(stage, t) ?? title}</strong>
      <div>
        <p>{told(what)}</p>
        {remedy !== undefined && verdict !== 'skipped' && <p className="setup-remedy">{told(remedy)}</p>}
      </div>
    </li>
  );
}
