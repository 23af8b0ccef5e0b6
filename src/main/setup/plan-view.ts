import type { SetupPlan, SetupStep, SetupTestStage } from '../../shared/setup';
import { STAGE_TITLES, type StageResult } from '../provisioning/connection-test/stage-result';
import type { Plan, PlanStep } from '../provisioning/plan';

/** One stage of the test as the page shows it: without the figures behind it. */
export function stageView({ stage, verdict, what, remedy }: StageResult): SetupTestStage {
  return { stage, title: STAGE_TITLES[stage], verdict, what, ...(remedy === undefined ? {} : { remedy }) };
}

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
