import type { SetupPlan, SetupStep, SetupWork } from '../../../shared/setup';

/** "45 steps", "1 step". */
export function stepsText(count: number): string {
  return `${count} ${count === 1 ? 'step' : 'steps'}`;
}

/** "about 40 s", "about 12 min", "about 3 h": an estimate is not to look exact. */
export function durationText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

/** SQL without the comments that only explain our own files. */
export function shownSql({ sql }: Pick<SetupStep, 'sql'>): string {
  return sql.replaceAll(/^\s*--.*\n/gm, '').trim();
}

/** The plan in one sentence. */
export function planSentence({ purpose, steps, problems, database, role }: SetupPlan): string {
  if (steps.length === 0 && problems.length > 0) return `Nothing can be planned in ${database} as it is.`;
  if (purpose === 'remove') {
    return steps.length === 0
      ? `Nothing was made in ${database}: there is nothing to take back.`
      : `${stepsText(steps.length)} would take back everything that Taktline made in ${database}.`;
  }
  return steps.length === 0
    ? `Everything that Taktline needs is in ${database} already.`
    : `${stepsText(steps.length)} in ${database}, as ${role}. Nothing has been changed yet.`;
}

/** What a person should know before the whole plan, not step by step. */
export function planSummary({ steps }: SetupPlan): readonly string[] {
  const estimateMs = steps.reduce((sum, step) => sum + (step.estimateMs ?? 0), 0);
  const sideEffects = steps.filter((step) => step.sideEffect !== undefined).length;
  const forDba = steps.filter((step) => step.needsRight !== undefined).length;
  return [
    ...(estimateMs >= 1_000 ? [`The history that is there is prepared: ${durationText(estimateMs)}.`] : []),
    ...(sideEffects > 0 ? [`${stepsText(sideEffects)} with a side effect; marked below.`] : []),
    ...(forDba > 0 ? [`${stepsText(forDba)} for the DBA: this login may not do them.`] : []),
  ];
}

type Applying = Extract<SetupWork, { kind: 'applying' }>;

/** How far applying is, 0 to 1; the preparation's own share fills its step. */
export function appliedShare({ done, count, prepared }: Applying): number {
  if (count === 0) return 1;
  return Math.min(1, (done + (prepared === undefined || prepared.fraction >= 1 ? 0 : prepared.fraction)) / count);
}
