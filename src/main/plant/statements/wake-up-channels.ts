import type { Question } from '../statement-lane';

/** The wake-up channel of each unit. The database names them, with the very function that its triggers use. */
export function wakeUpChannels(workUnitIds: readonly string[]): Question<ReadonlyMap<string, string>> {
  return {
    statement: {
      name: 'wake-up-channels',
      text: 'select unit, taktline.wake_up_channel(unit) from unnest($1::text[]) unit',
    },
    values: [workUnitIds],
    decode: (rows) => new Map(rows.map(([unit, channel]) => [String(unit), String(channel)])),
  };
}
