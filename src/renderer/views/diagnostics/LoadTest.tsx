import { useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import { isHeld, LOAD_CEILINGS, type LoadCeiling, type LoadReport, type LoadState } from '../../../shared/load-test';
import { clockText, dateText } from '../../ui/time-text';
import { useCommand } from '../setup/use-command';
import { countText } from './diagnostics-text';
import { answerText, STEP_HEADS, stepTexts } from './load-test-text';
import { useLoadTest } from './use-load-test';
import '../../ui/control.css';
import './load-test.css';

interface Props {
  readonly bridge: TaktlineBridge;
}

/** "What can this PC serve?", for whoever plans how many screens it gets; in the appliance's own window alone. */
export function LoadTest({ bridge }: Props) {
  const [state, refresh] = useLoadTest(bridge);
  const [ceiling, setCeiling] = useState<LoadCeiling>(LOAD_CEILINGS[1]);
  const [command, run] = useCommand();
  const failure = command.failure ?? state?.failure;
  const start = () => void run(() => bridge.loadTestStart(ceiling)).then(refresh);
  const cancel = () => void run(() => bridge.loadTestCancel()).then(refresh);
  return (
    <section className="diagnostics-panel load-test" data-testid="load-test">
      <h2>What can this PC serve?</h2>
      <p className="diagnostics-quiet">
        More and more made-up screens are served with made-up values, for about half a minute at most, until they would
        notice a delay. Screens that are really connected go first and keep their own gateway: the processor is all that
        they share with the test.
      </p>
      {state?.running === undefined ? (
        <div className="load-test-row">
          {LOAD_CEILINGS.map((screens) => (
            <button
              key={screens}
              type="button"
              className="control"
              data-testid={`load-test-${screens}`}
              aria-pressed={screens === ceiling}
              onClick={() => setCeiling(screens)}
            >
              up to {countText(screens)} screens
            </button>
          ))}
          <button type="button" className="control load-test-start" data-testid="load-test-start" onClick={start}>
            Start the test
          </button>
        </div>
      ) : (
        <Progress running={state.running} onCancel={cancel} />
      )}
      {failure !== undefined && (
        <p className="diagnostics-trouble" role="alert">
          <strong>!</strong> The test came to no end: {failure}
        </p>
      )}
      {state?.report !== undefined && <Result report={state.report} />}
    </section>
  );
}

interface ProgressProps {
  readonly running: NonNullable<LoadState['running']>;
  readonly onCancel: () => void;
}

function Progress({ running: { screens, share }, onCancel }: ProgressProps) {
  return (
    <div className="load-test-row" role="status" data-testid="load-test-running">
      <progress value={share} max={1} aria-label="How much of the test is done" />
      <span>Serving {countText(screens)} screens</span>
      <button type="button" className="control" data-testid="load-test-cancel" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

function Result({ report }: { readonly report: LoadReport }) {
  const { endedMs, cores, workUnits, steps } = report;
  return (
    <div data-testid="load-test-result" data-ended-ms={endedMs}>
      <p className="load-test-answer">{answerText(report)}</p>
      <p className="diagnostics-quiet">
        Measured on {dateText(endedMs)} at {clockText(endedMs).slice(0, 5)}, {cores} cores, each screen with a wall of{' '}
        {workUnits} units. The screens ran on this PC too: by themselves they would leave it more room. What reading the
        plant takes is not in it.
      </p>
      <table>
        <thead>
          <tr>
            {STEP_HEADS.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => {
            const [screens, ...figures] = stepTexts(step);
            return (
              <tr key={step.screens} data-held={isHeld(step)}>
                <th scope="row">
                  {screens} {isHeld(step) ? '✓' : '✗'}
                </th>
                {figures.map((figure, at) => (
                  <td key={STEP_HEADS[at + 1]}>{figure}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
