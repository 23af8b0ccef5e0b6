import { gzipSync } from 'node:zlib';
import { INSERT_METRIC_ROWS, metricParameters } from '../../../src/main/demo/simulator/row-statements';
import { emptyMetricRows, SimulatedPlant } from '../../../src/main/demo/simulator/simulated-plant';
import { provisionSchema } from '../../../src/main/provisioning/apply';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import type { Figure } from '../figure';
import type { EmptyPlant } from '../provisioning.bench';
import { figureOf } from './measuring';

const MINUTE_MS = 60_000;
const HOURS = 4;
const BLOCK_MS = 10 * MINUTE_MS;
const SEED = 1;

/**
 * Share of the disk that compressing the simulator's samples saves (every sensor at 1 Hz, states and counters with their
 * outages), indexes included. The floor is what gzip saves of the same rows as text.
 */
export async function measureCompression({ client, say }: EmptyPlant): Promise<readonly Figure[]> {
  await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS, { groups: ['schema'] });
  const shop = new SimulatedPlant({ seed: SEED });
  const endMs = Math.floor(Date.now() / BLOCK_MS) * BLOCK_MS;
  say(`inserting ${HOURS} h of the simulated shop at 1 Hz`);
  let gzipBytes = 0;
  let rowCount = 0;
  for (let fromMs = endMs - HOURS * 60 * MINUTE_MS; fromMs < endMs; fromMs += BLOCK_MS) {
    const rows = emptyMetricRows();
    for (const unit of shop.units) {
      shop.sensorRows(unit, fromMs, fromMs + BLOCK_MS, 1_000, rows);
      shop.stateRows(unit, fromMs, fromMs + BLOCK_MS, rows);
    }
    await client.query(INSERT_METRIC_ROWS, metricParameters(rows));
    rowCount += rows.timesMs.length;
    const lines = rows.timesMs.map((at, i) => `${at},${rows.workUnitIds[i]},${rows.names[i]},${rows.values[i]}`);
    gzipBytes += gzipSync(lines.join('\n')).length;
  }
  await client.query(`SELECT compress_chunk(c) FROM show_chunks('metric') AS c`);
  const { rows } = await client.query(
    `SELECT before_compression_total_bytes AS before, after_compression_total_bytes AS after FROM hypertable_compression_stats('metric')`,
  );
  const [before, after] = [Number(rows[0]?.before), Number(rows[0]?.after)];
  say(`${rowCount} rows: ${mb(before)} before, ${mb(after)} after, ${mb(gzipBytes)} as gzipped text`);
  return [figureOf('compression_saving', 'share', 1 - after / before, 1 - gzipBytes / before)];
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
