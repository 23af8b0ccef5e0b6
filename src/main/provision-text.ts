import type { Plan, PlanStep } from './provisioning/plan';
import type { DriftReport } from './provisioning/verify';

/** A plan for people: each step with its reason, locks and SQL; what stays; what the DBA must do. */
export function planText(plan: Plan): string {
  const isRemoval = plan.purpose === 'remove';
  const title =
    plan.steps.length === 0
      ? `Nothing to do in ${plan.database}.`
      : `${plan.steps.length} steps in ${plan.database} as ${plan.role}${isRemoval ? ', to take back what was made' : ''}:`;
  return [
    title,
    ...plan.steps.map((step, index) => stepText(step, index + 1)),
    ...plan.problems.map((problem) => `In the way: ${problem}`),
    ...plan.notes.map((note) => `${isRemoval ? 'Kept' : 'Note'}: ${note}`),
    ...(plan.dbaScript === undefined ? [] : ['For the DBA, by psql:', plan.dbaScript]),
  ].join('\n');
}

function stepText(step: PlanStep, number: number): string {
  return [
    `\n${number}. ${step.action} ${step.id}: ${step.reason}`,
    `   locks: ${step.locks}`,
    ...(step.sideEffect === undefined ? [] : [`   side effect: ${step.sideEffect}`]),
    ...(step.estimateMs === undefined ? [] : [`   takes about ${Math.ceil(step.estimateMs / 1000)} s`]),
    ...(step.needsRight === undefined ? [] : [`   for the DBA, it needs: ${step.needsRight}`]),
    ...step.sql
      .replaceAll(/^\s*--.*\n/gm, '')
      .trim()
      .split('\n')
      .map((line) => `     ${line}`),
  ].join('\n');
}

/** What has drifted, a line each. */
export function driftText(report: DriftReport): string {
  if (report.drifts.length === 0) return 'All is as wanted.';
  return report.drifts.map((drift) => `${drift.kind} ${drift.about}: ${drift.sentence}`).join('\n');
}
