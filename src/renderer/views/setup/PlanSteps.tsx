import type { SetupPlan, SetupStep } from '../../../shared/setup';
import { durationText, shownSql } from './plan-words';

const ACTIONS: Readonly<Record<SetupStep['action'], string>> = {
  make: 'Make',
  alter: 'Change',
  prepare: 'Prepare',
  remove: 'Take back',
};

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
          <strong>
            {ACTIONS[step.action]} {step.id}
          </strong>
          <span>{step.reason}</span>
          {step.sideEffect !== undefined && <span className="setup-remedy">Side effect: {step.sideEffect}</span>}
          {step.needsRight !== undefined && <span className="setup-remedy">For the DBA: {step.needsRight}</span>}
        </span>
        {step.estimateMs !== undefined && <span className="setup-quiet">{durationText(step.estimateMs)}</span>}
      </summary>
      <p>Locks: {step.locks}</p>
      <pre className="setup-code">{shownSql(step)}</pre>
    </details>
  );
}
