import type { SetupPlan, SetupStep } from '../../../shared/setup';
import { type TextKey, t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { durationText, shownSql } from './plan-words';

const ACTIONS = {
  make: 'setup.actionMake',
  alter: 'setup.actionAlter',
  prepare: 'setup.actionPrepare',
  remove: 'setup.actionRemove',
} as const satisfies Record<SetupStep['action'], TextKey>;

/** Every step in its order; each opens to what it locks and the SQL that runs. */
export function PlanSteps({ plan }: { readonly plan: SetupPlan }) {
  return (
    <ol className="setup-list" data-testid={`${plan.purpose}-steps`}>
      {plan.steps.map((step, index) => (
        <li key={step.id} className="setup-step" data-testid={`step-${step.id}`}>
          <StepRow step={step} number={index + 1} />
        </li>
      ))}
    </ol>
  );
}

function StepRow({ step, number }: { readonly step: SetupStep; readonly number: number }) {
  return (
    <details>
      <summary>
        <span className="setup-number">{number}</span>
        <span className="setup-step-text">
          <strong>{t(ACTIONS[step.action], { id: step.id })}</strong>
          <span>{told(step.reason)}</span>
          {step.sideEffect !== undefined && (
            <span className="setup-remedy">{t('setup.sideEffect', { what: told(step.sideEffect) })}</span>
          )}
          {step.needsRight !== undefined && (
            <span className="setup-remedy">{t('setup.forDba', { what: told(step.needsRight) })}</span>
          )}
        </span>
        {step.estimateMs !== undefined && <span className="setup-quiet">{durationText(step.estimateMs)}</span>}
      </summary>
      <p>{t('setup.locks', { what: told(step.locks) })}</p>
      <pre className="setup-code">{shownSql(step)}</pre>
    </details>
  );
}
