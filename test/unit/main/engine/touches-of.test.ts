import { expect, test } from 'vitest';
import { touchesOf } from '../../../../src/main/engine/touches-of';
import { MINUTE_MS } from '../../../../src/shared/time';

const NOW_MS = 1_795_454_286_815;
const unit = (
  series: { table: 'metric' | 'oee'; timesMs: number[] }[],
  touched: { table: 'metric' | 'oee'; fromMs: number; toMs: number }[] = [],
) => ({
  workUnitId: 'mill',
  series: series.map(({ table, timesMs }) => ({ table, added: { timesMs } })),
  touched,
});

test('what the feed calls touched is touched; plain new rows of now are not', () => {
  const touched = { table: 'oee' as const, fromMs: 5, toMs: 6 };
  expect(
    touchesOf(
      [
        unit(
          [
            { table: 'metric', timesMs: [NOW_MS - 1_000, NOW_MS] },
            { table: 'oee', timesMs: [] },
          ],
          [touched],
        ),
      ],
      NOW_MS,
    ),
  ).toEqual([{ table: 'oee', workUnitId: 'mill', range: { fromMs: 5, toMs: 6 } }]);
});

test('rows that come more than a minute after their time are touched, the series of a table together', () => {
  const lateMs = NOW_MS - 3 * MINUTE_MS;
  expect(
    touchesOf(
      [
        unit([
          { table: 'metric', timesMs: [lateMs + 5, NOW_MS] },
          { table: 'metric', timesMs: [lateMs, lateMs + 1] },
          { table: 'oee', timesMs: [lateMs] },
        ]),
      ],
      NOW_MS,
    ),
  ).toEqual([
    { table: 'metric', workUnitId: 'mill', range: { fromMs: lateMs, toMs: NOW_MS + 1 } },
    { table: 'oee', workUnitId: 'mill', range: { fromMs: lateMs, toMs: lateMs + 1 } },
  ]);
});
