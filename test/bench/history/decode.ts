import type { PlantConnection } from '../../../src/main/plant/connection';
import { BUCKET_MS } from '../../../src/shared/series';
import { DAY_MS, floorTo } from '../../../src/shared/time';
import type { BenchContext, Figure } from '../figure';
import { type BenchPlant, METRIC_NAME } from './bench-plant';
import { Race, replay } from './measuring';
import type { ReadingSide } from './reading-side';

const LONGEST_MS = 180 * DAY_MS;
const ROUNDS = 5;

/**
 * 180 days of one series in buckets of a minute (259,200 of them; fewer where the plant holds less), read and decoded to
 * columns: against bare `pg` that asks for the same buckets as rows, and against our own statement through bare `pg`.
 */
export async function measureDecoding(
  side: ReadingSide,
  bare: PlantConnection,
  plant: BenchPlant,
  { say }: BenchContext,
): Promise<readonly Figure[]> {
  const toMs = floorTo(plant.metricRange.toMs, BUCKET_MS['1min']);
  const range = { fromMs: Math.max(plant.metricRange.fromMs, toMs - LONGEST_MS), toMs };
  const [workUnitId = ''] = plant.metricUnits;
  const series = [{ workUnitId, name: METRIC_NAME }];
  const read = () =>
    side.reader.readBuckets({ table: 'metric', resolution: '1min', series, range }, new AbortController().signal);
  const rows = () =>
    bare.query(
      `SELECT bucket, value_sum, value_count, value_min, value_max, bad_count FROM metric_1min
       WHERE work_unit_id = $1 AND name = $2 AND bucket >= $3 AND bucket < $4 ORDER BY bucket`,
      [workUnitId, METRIC_NAME, new Date(range.fromMs).toISOString(), new Date(range.toMs).toISOString()],
    );
  side.takeSent();
  const [columns] = await read();
  const sent = side.takeSent();
  const found = await rows();
  const filled = columns?.counts.reduce((sum, count) => sum + Math.sign(count), 0);
  const good = found.rows.filter((row) => Number(row.value_count) > 0).length;
  if (filled !== good) throw new Error(`Decoding gave ${filled} buckets with samples, bare pg ${good}.`);
  say(`decoding: ${found.rows.length} buckets`);
  const [byRows, bySameSql] = [new Race(), new Race()];
  for (let round = 0; round < ROUNDS; round += 1) {
    await byRows.run(read, rows);
    await bySameSql.run(read, () => replay(bare, sent));
  }
  side.takeSent();
  return [byRows.figure('decode_rows_ms', 0.5), bySameSql.figure('decode_same_sql_ms', 0.5)];
}
