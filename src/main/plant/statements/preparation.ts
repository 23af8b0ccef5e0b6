import type { Preparing } from '../../../shared/protocol';
import { BUCKET_RESOLUTIONS, type Resolution, type SeriesTable } from '../../../shared/series';
import type { Question, Row } from '../statement-lane';
import { epochSecondsToMs } from './columns';

interface Level {
  readonly table: SeriesTable;
  readonly resolution: Resolution;
}

const VIEWS: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['metric', { table: 'metric', resolution: 'raw' }],
  ['performance_metric', { table: 'oee', resolution: 'raw' }],
  ...BUCKET_RESOLUTIONS.flatMap((resolution) => [
    [`metric_${resolution}`, { table: 'metric', resolution }] as const,
    [`oee_${resolution}`, { table: 'oee', resolution }] as const,
  ]),
]);

/** What is still being made. Rows: [view, prepared from, prepared to, target], as epoch seconds. */
export const PREPARATION: Question<readonly Preparing[]> = {
  statement: {
    name: 'preparation',
    text: `
    select view_name, date_part('epoch', prepared_from), date_part('epoch', prepared_to), date_part('epoch', target_to)
    from taktline.preparation where prepared_to < target_to`,
  },
  values: [],
  decode: decodePreparation,
};

/** Views that no screen reads are left out. */
function decodePreparation(rows: readonly Row[]): readonly Preparing[] {
  return rows.flatMap(([view, from, to, target]) => {
    const level = VIEWS.get(String(view));
    if (level === undefined) return [];
    const preparedFromMs = from === null ? null : epochSecondsToMs(Number(from));
    return [
      {
        ...level,
        preparedFromMs,
        preparedToMs: epochSecondsToMs(Number(to)),
        targetToMs: epochSecondsToMs(Number(target)),
      },
    ];
  });
}
