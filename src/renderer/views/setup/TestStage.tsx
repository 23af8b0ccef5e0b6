import { useEffect, useRef } from 'react';
import type { SetupTest, SetupTestStage } from '../../../shared/setup';
import type { StageProps } from './SetupView';
import { Stage } from './Stage';
import { useCommand } from './use-command';
import { VerdictMark } from './VerdictMark';

const VERDICT_SENTENCES = {
  passed: 'The connection is in order.',
  warned: 'The connection works, with the warnings below.',
  failed: 'The connection does not work yet; begin with the first stage that failed.',
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
    label: test?.verdict === 'failed' ? 'Go on all the same ▶' : 'Go on ▶',
    testId: 'test-go-on',
    onPress: () => onGo('choose'),
    isDisabled: !isOpen,
  };
  const others = isRunning
    ? [{ label: 'Stop', testId: 'test-stop', onPress: () => void run(() => bridge.setupSteer('cancel')) }]
    : [
        { label: 'Change the address', testId: 'test-back', onPress: () => onGo('connect') },
        { label: 'Test again', testId: 'test-again', onPress: again },
      ];
  return (
    <Stage title="Test" lead={leadOf(test, isRunning)} command={command} primary={goOn} others={others}>
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
  if (isRunning) return `Testing, ${test?.stages.length ?? 0} of ${test?.stageCount ?? 0} stages; 10 s at most.`;
  if (test?.verdict === undefined) return 'The connection has not been tested to its end.';
  return VERDICT_SENTENCES[test.verdict];
}

function StageRow({ stage: { stage, title, verdict, what, remedy } }: { readonly stage: SetupTestStage }) {
  return (
    <li className="setup-row" data-testid={`test-${stage}`} data-verdict={verdict}>
      <VerdictMark verdict={verdict} />
      <strong className="setup-first-up">{title}</strong>
      <div>
        <p>{what}</p>
        {remedy !== undefined && verdict !== 'skipped' && <p className="setup-remedy">{remedy}</p>}
      </div>
    </li>
  );
}
