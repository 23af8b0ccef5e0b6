import type { SetupPlan, SetupStep } from '../../shared/setup';
import type { Plan, PlanStep } from '../provisioning/plan';

/** A plan as the page shows it. */
export function planView(plan: Plan, planId: string): SetupPlan {
  const { purpose, database, role, problems, notes, dbaScript } = plan;
  return {
    planId,
    purpose,
    database,
    role,
    steps: plan.steps.map(stepView),
    problems: [...problems],
    notes: [...notes],
    ...(dbaScript === undefined ? {} : { dbaScript }),
  };
}

function stepView({ id, action, reason, sql, locks, sideEffect, estimateMs, needsRight }: PlanStep): SetupStep {
  return {
    id,
    action,
    reason,
    sql,
    locks,
    ...(sideEffect === undefined ? {} : { sideEffect }),
    ...(estimateMs === undefined ? {} : { estimateMs }),
    ...(needsRight === undefined ? {} : { needsRight }),
  };
}
