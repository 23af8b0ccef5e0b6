import { useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import { isHeld, LOAD_CEILINGS, type LoadCeiling, type LoadReport, type LoadState } from '../../../shared/load-test';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { TableHead } from '../../ui/TableHead';
import { clockText, shownDateText } from '../../ui/time-text';
import { useCommand } from '../common/use-command';
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
  const failure = command.failure ?? (state?.failure && told(state.failure));
  const start = () => void run(() => bridge.loadTestStart(ceiling)).then(refresh);
  const cancel = () => void run(() => bridge.loadTestCancel()).then(refresh);
  return (
    <section className="diagnostics-panel load-test" data-testid="load-test">
      <h2>{t('loadTest.title')}</h2>
      <p className="diagnostics-quiet">{t('loadTest.lead')}</p>
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
              {t('loadTest.upTo', { screens: countText(screens) })}
            </button>
          ))}
          <button type="button" className="control load-test-start" data-testid="load-test-start" onClick={start}>
            {t('loadTest.start')}
          </button>
        </div>
      ) : (
        <Progress running={state.running} onCancel={cancel} />
      )}
      {failure !== undefined && (
        <p className="diagnostics-trouble" role="alert">
          <strong>!</strong> {t('loadTest.noEnd', { why: failure })}
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
      <progress value={share} max={1} aria-label={t('loadTest.share')} />
      <span>{t('loadTest.serving', { screens: countText(screens) })}</span>
      <button type="button" className="control" data-testid="load-test-cancel" onClick={onCancel}>
        {t('loadTest.cancel')}
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
        {t('loadTest.measured', {
          ...{ date: shownDateText(endedMs), time: clockText(endedMs).slice(0, 5), cores, units: workUnits },
        })}
      </p>
      <table>
        <TableHead names={STEP_HEADS} />
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
