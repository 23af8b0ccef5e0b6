import type { SetupPlan, SetupStep, SetupWork } from '../../../shared/setup';
import { t } from '../../i18n/text';

/** "about 40 s", "about 12 min", "about 3 h": an estimate is not to look exact. */
export function durationText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return t('setup.about', { duration: roundedText(seconds) });
}

function roundedText(seconds: number): string {
  if (seconds < 90) return t('ui.seconds', { n: seconds });
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t('ui.minutes', { n: minutes }) : t('ui.hours', { n: Math.round(minutes / 60) });
}

/** SQL without the comments that only explain our own files. */
export function shownSql({ sql }: Pick<SetupStep, 'sql'>): string {
  return sql.replaceAll(/^\s*--.*\n/gm, '').trim();
}

/** The plan in one sentence. */
export function planSentence({ purpose, steps, problems, database, role }: SetupPlan): string {
  const count = steps.length;
  if (count === 0 && problems.length > 0) return t('setup.nothingPlanned', { database });
  if (purpose === 'remove') {
    return count === 0 ? t('setup.nothingToTakeBack', { database }) : t('setup.takesBack', { count, database });
  }
  return count === 0 ? t('setup.allThere', { database }) : t('setup.planned', { count, database, role });
}

/** What a person should know before the whole plan, not step by step. */
export function planSummary({ steps }: SetupPlan): readonly string[] {
  const estimateMs = steps.reduce((sum, step) => sum + (step.estimateMs ?? 0), 0);
  const sideEffects = steps.filter((step) => step.sideEffect !== undefined).length;
  const forDba = steps.filter((step) => step.needsRight !== undefined).length;
  return [
    ...(estimateMs >= 1_000 ? [t('setup.historyPrepared', { duration: durationText(estimateMs) })] : []),
    ...(sideEffects > 0 ? [t('setup.withSideEffect', { count: sideEffects })] : []),
    ...(forDba > 0 ? [t('setup.forDbaSteps', { count: forDba })] : []),
  ];
}

type Applying = Extract<SetupWork, { kind: 'applying' }>;

/** How far applying is, 0 to 1; the preparation's own share fills its step. */
export function appliedShare({ done, count, prepared }: Applying): number {
  if (count === 0) return 1;
  return Math.min(1, (done + (prepared === undefined || prepared.fraction >= 1 ? 0 : prepared.fraction)) / count);
}
