import type { SourceChoice, SourceChoices } from './adoption';
import { inspectTrigger } from './inspect-routines';
import { FAMILIES, type Family } from './levels';
import { type Draft, routine, STEP_PREFIX } from './step-draft';

/** The wake-ups: opt-in on a real plant, none for a table that is only read. */

const trigger = (family: Family, event: 'insert' | 'update', source: SourceChoice): Draft => {
  const relation = source.parameters[`${family}_relation`] ?? '';
  const of = family === 'metric' ? '' : 'OEE ';
  return {
    id: `${STEP_PREFIX[family]}-${event}-trigger`,
    reason:
      event === 'update'
        ? `Corrected ${of}samples reach screens`
        : `New ${of}samples reach screens at once; rules out two-phase commit for writers of ${relation.replace('public.', '')}`,
    needs: { owns: relation },
    inspect: (sql) => inspectTrigger(relation, `taktline_wake_on_${event}`, sql),
  };
};

const WAKE_REASON = {
  inserted: 'Wakes readers after INSERT, never fails the writer',
  updated: 'Wakes readers after UPDATE, never fails the writer',
} as const;

/** The functions behind a family's triggers: one pair for our own tables, one for each adopted one. */
function notifySteps(family: Family, source: SourceChoice): readonly Draft[] {
  return (['inserted', 'updated'] as const).map((event) => {
    const name = source.parameters[`${family}_notify_${event}`] ?? '';
    const file = `notify-${event}` as const;
    const parameters = {
      [`notify_${event}`]: name,
      notified_time: source.parameters[`${family}_time`] ?? '',
      notified_work_unit_id: source.parameters[`${family}_work_unit_id`] ?? '',
    };
    const id = name === `notify_${event}` ? file : (`${family}-${file}` as const);
    return { ...routine(id, name, WAKE_REASON[event]), file, parameters };
  });
}

export function wakeUpSteps(sources: SourceChoices): readonly Draft[] {
  const woken = FAMILIES.filter((family) => sources[family].mode !== 'read-only');
  const functions = woken.flatMap((family) => notifySteps(family, sources[family]));
  return [
    routine('wake-up-channel', 'wake_up_channel', 'One rule for the channel of a work unit'),
    ...functions.filter((step, index) => functions.findIndex((other) => other.id === step.id) === index),
    ...woken.flatMap((family) => [
      trigger(family, 'insert', sources[family]),
      trigger(family, 'update', sources[family]),
    ]),
  ];
}
