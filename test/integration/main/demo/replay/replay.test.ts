import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedPlantHandle, startEmbeddedPlant } from '../../../../../src/main/demo/plant/supervisor';
import { importRecording } from '../../../../../src/main/demo/replay/import-recording';
import type { Recording } from '../../../../../src/main/demo/replay/recording-file';
import { dueTimesMs, replayLive } from '../../../../../src/main/demo/replay/replay-live';
import { systemClock } from '../../../../../src/main/demo/simulator/clock';
import { connectPlant, type PlantConnection } from '../../../../../src/main/plant/connection';
import { provisionSchema } from '../../../../../src/main/provisioning/apply';
import { DEFAULT_SCHEMA_SETTINGS, DEMO_SCHEMA_SETTINGS } from '../../../../../src/main/provisioning/schema-settings';
import { PLANT_ENTRY, REPLAY_ENTRY } from '../../../../support/demo-programs';
import { preparedDataDirectory } from '../../../../support/embedded-plant';
import { provisionTestSchema } from '../../../../support/schema';

const RECORDING = resolve('../shared/data/machine_temperature.csv');
const HAS_RECORDING = existsSync(RECORDING);
if (!HAS_RECORDING) console.log(`skipped: the real recording is not there (${RECORDING})`);

const BUCKETS_MS = { '1min': 60_000, '5min': 300_000, '1hour': 3_600_000, '1day': 86_400_000 } as const;
const folder = mkdtempSync(join(tmpdir(), 'taktline-replay-'));
const dataDir = join(folder, 'plant');

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as `npm run replay` does. */
function replay(...args: readonly string[]): Promise<Run> {
  return new Promise((done) => {
    execFile(process.execPath, [REPLAY_ENTRY, ...args], (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

function startPlant(): Promise<EmbeddedPlantHandle> {
  return startEmbeddedPlant({
    entryPath: PLANT_ENTRY,
    dataDir,
    log: () => {},
    extraArguments: ['--no-jobs'],
  });
}

beforeAll(async () => {
  cpSync(await preparedDataDirectory(), dataDir, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
  test.each([
    ['a missing flag', ['--file', 'x.csv'], 2, /--file, --metric and --unit are needed/],
    ['an unknown flag', ['--fiel', 'x'], 2, /--fiel/],
    ['a bad speed', ['--file', 'x', '--metric', 'm', '--unit', 'u', '--speed', 'fast'], 2, /--speed fast/],
    [
      'two aims',
      ['--file', 'x', '--metric', 'm', '--unit', 'u', '--speed', '2', '--keep-times'],
      2,
      /give one of them/,
    ],
    [
      'a plant without permission',
      ['--file', 'x', '--metric', 'm', '--unit', 'u', '--plant-url-file', 'y'],
      2,
      /go together/,
    ],
  ])('%s is refused with a sentence', async (_what, args, code, sentence) => {
    const run = await replay(...args);
    expect(run.stderr).toMatch(sentence);
    expect(run.code).toBe(code);
  });

  test('a file that is not there is told before any plant is started', async () => {
    const run = await replay('--file', 'none.csv', '--metric', 'm', '--unit', 'u', '--data', folder);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('There is no file none.csv') });
  });
});

test.runIf(HAS_RECORDING)(
  'each level holds exactly the samples of the real recording, before and after every job has run',
  async () => {
    const run = await replay('--file', RECORDING, '--metric', 'temperature', '--unit', 'press-1', '--data', folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/22695 samples, 0 bad rows/);
    expect(run.stdout).toMatch(/Shifted by \d+ days \d+:\d\d:\d\d forward/);
    console.log(/Longest wait for the plant: \d+ ms/.exec(run.stdout)?.[0]);

    const plant = await startPlant();
    const client = await connectPlant(plant.address, { applicationName: 'replay test', queryTimeoutMs: 60_000 });
    const { rows } = await client.query('SELECT shift_ms, state, sample_count FROM taktline.recording');
    expect(rows).toEqual([{ shift_ms: expect.any(Number), state: 'done', sample_count: 22_695 }]);
    const samples = readIndependently(rows[0].shift_ms);
    await expectEveryLevel(client, 'press-1', samples);

    await provisionSchema(client, DEMO_SCHEMA_SETTINGS);
    const jobs = await client.query('SELECT job_id FROM timescaledb_information.jobs WHERE job_id >= 1000 ORDER BY 1');
    expect(jobs.rows.length).toBeGreaterThan(10);
    for (const { job_id } of jobs.rows) await client.query(`CALL run_job(${Number(job_id)})`);
    await expectEveryLevel(client, 'press-1', samples);
    const chunks = await client.query(
      `SELECT count(*) AS chunks, count(*) FILTER (WHERE is_compressed) AS compressed FROM timescaledb_information.chunks
       WHERE hypertable_name = 'metric'`,
    );
    expect(chunks.rows[0].chunks).toBeLessThan(140);
    expect(chunks.rows[0].compressed).toBeGreaterThan(50);
    const interval = await client.query(
      `SELECT time_interval::text AS interval FROM timescaledb_information.dimensions WHERE hypertable_name = 'metric'`,
    );
    expect(interval.rows[0].interval).toBe('01:00:00');
    await client.end();
    await plant.stop();

    const second = await replay('--file', RECORDING, '--metric', 'temperature', '--unit', 'press-1', '--data', folder);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^press-1 already has 2\d{4} samples of temperature between .*choose another --unit/);
  },
  120_000,
);

interface Sample {
  readonly timeMs: number;
  readonly value: number;
}

/** The file once more, without the importer's code. */
function readIndependently(shiftMs: number): readonly Sample[] {
  const lines = readFileSync(RECORDING, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [time, value] = line.split(',');
    return { timeMs: Date.parse(`${time?.replace(' ', 'T')}Z`) + shiftMs, value: Number(value) };
  });
}

async function expectEveryLevel(client: PlantConnection, unit: string, samples: readonly Sample[]): Promise<void> {
  const raw = await client.query(
    'SELECT extract(epoch FROM time)::float8 * 1000 AS time_ms, value FROM metric WHERE work_unit_id = $1',
    [unit],
  );
  const line = (s: Sample) => `${s.timeMs} ${s.value}`;
  expect(raw.rows.map((r) => line({ timeMs: Math.round(r.time_ms), value: r.value })).sort()).toEqual(
    samples.map(line).sort(),
  );
  for (const [level, bucketMs] of Object.entries(BUCKETS_MS)) {
    const { rows } = await client.query(
      `SELECT extract(epoch FROM bucket)::float8 * 1000 AS bucket_ms, value_count AS count, value_sum AS sum,
              value_min AS min, value_max AS max, bad_count AS bad
       FROM metric_${level} WHERE work_unit_id = $1 AND name = 'temperature' ORDER BY bucket`,
      [unit],
    );
    const expected = aggregate(samples, bucketMs);
    expect(
      rows.map((r) => [Math.round(r.bucket_ms), Number(r.count), r.min, r.max, Number(r.bad)]),
      level,
    ).toEqual([...expected].map(([bucket, e]) => [bucket, e.count, e.min, e.max, 0]));
    for (const row of rows) {
      const e = expected.get(Math.round(row.bucket_ms));
      if (e === undefined) throw new Error('no such bucket');
      expect(Math.abs(row.sum - e.sum)).toBeLessThanOrEqual(1e-12 * e.absolute);
    }
  }
}

function aggregate(samples: readonly Sample[], bucketMs: number) {
  const buckets = new Map<number, { count: number; sum: number; absolute: number; min: number; max: number }>();
  for (const { timeMs, value } of [...samples].sort((a, b) => a.timeMs - b.timeMs)) {
    const at = Math.floor(timeMs / bucketMs) * bucketMs;
    const b = buckets.get(at) ?? { count: 0, sum: 0, absolute: 0, min: value, max: value };
    buckets.set(at, {
      count: b.count + 1,
      sum: b.sum + value,
      absolute: b.absolute + Math.abs(value),
      min: Math.min(b.min, value),
      max: Math.max(b.max, value),
    });
  }
  return buckets;
}

describe('on a running plant', () => {
  let plant: EmbeddedPlantHandle;
  let client: PlantConnection;

  beforeAll(async () => {
    plant = await startPlant();
    await provisionTestSchema(plant.address, DEMO_SCHEMA_SETTINGS);
    client = await connectPlant(plant.address, { applicationName: 'replay test' });
  });
  afterAll(async () => {
    await client?.end();
    await plant?.stop();
  });

  const importing = (
    workUnitId: string,
    recording: Recording,
    more: { signal?: AbortSignal; keepTimes?: boolean } = {},
  ) =>
    importRecording(client, {
      workUnitId,
      metricName: 'temperature',
      recording,
      keepTimes: more.keepTimes ?? false,
      isEmbedded: true,
      nowMs: Date.now(),
      clockMs: () => performance.now(),
      signal: more.signal ?? new AbortController().signal,
      onProgress: () => {},
    });

  test('an interrupted import leaves a note, and the next run takes its rows back and brings the whole in', async () => {
    const recording = madeUp(1_500, 60_000);
    const stop = new AbortController();
    const first = importRecording(client, {
      workUnitId: 'halved',
      metricName: 'temperature',
      recording,
      keepTimes: false,
      isEmbedded: true,
      nowMs: Date.now() - 90_000,
      clockMs: () => performance.now(),
      signal: stop.signal,
      onProgress: ({ step, share }) => {
        if (step === 'rows' && share > 0.3) stop.abort(new Error('interrupted'));
      },
    });
    await expect(first).rejects.toThrow('interrupted');
    const half = await client.query(`SELECT count(*) AS n FROM metric WHERE work_unit_id = 'halved'`);
    expect(half.rows[0].n).toBeGreaterThan(0);
    expect(half.rows[0].n).toBeLessThan(1_500);

    const report = await importing('halved', recording);
    expect(report.removedRows).toBe(half.rows[0].n);
    const whole = await client.query(`SELECT count(*) AS n FROM metric WHERE work_unit_id = 'halved'`);
    expect(whole.rows[0].n).toBe(1_500);
    const hours = await client.query(
      `SELECT sum(value_count)::int AS n FROM metric_1day WHERE work_unit_id = 'halved'`,
    );
    expect(hours.rows[0].n).toBe(1_500);
    const notes = await client.query(`SELECT state FROM taktline.recording WHERE work_unit_id = 'halved'`);
    expect(notes.rows).toEqual([{ state: 'done' }]);
  });

  test('a second import is refused while one runs, and let in once the first is done or its session is gone', async () => {
    const other = await connectPlant(plant.address, { applicationName: 'replay test' });
    const signal = new AbortController().signal;
    const options = { workUnitId: 'twice', metricName: 'temperature', keepTimes: true, isEmbedded: true, signal };
    const common = { ...options, nowMs: Date.now(), clockMs: () => performance.now() };
    const refusals: unknown[] = [];
    const first = importRecording(client, {
      ...common,
      recording: madeUp(30, 60_000),
      onProgress: ({ step, share }) => {
        if (step !== 'rows' || share < 1) return;
        const second = importRecording(other, { ...common, recording: madeUp(5, 60_000), onProgress: () => {} });
        refusals.push(second.catch((error: unknown) => String(error)));
      },
    });
    await first;
    expect(await Promise.all(refusals)).toEqual([expect.stringContaining('Another import is running on this plant')]);
    await other.query('LISTEN taktline_bulk_load');
    await expect(importing('third', madeUp(5, 60_000))).rejects.toThrow('Another import is running');
    await other.end();
    await expect(importing('third', madeUp(5, 60_000))).resolves.toMatchObject({ removedRows: 0 });
    const { rows } = await client.query(`SELECT count(*) AS n FROM metric WHERE work_unit_id = 'twice'`);
    expect(rows).toEqual([{ n: 30 }]);
  });

  test('bad rows are printed by line, the good ones come in', async () => {
    const file = join(folder, 'bad.csv');
    writeFileSync(file, 'timestamp,value\n2020-01-01 00:00,1\n2020-01-01 00:01,x\n2020-01-01 00:02,3\n');
    writeFileSync(join(folder, 'plant.json'), JSON.stringify({ port: plant.address.port, pid: plant.pid() }));
    const run = await replay('--file', file, '--metric', 'temperature', '--unit', 'bad-rows', '--data', folder);
    rmSync(join(folder, 'plant.json'));
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/2 samples, 1 bad rows left out\.\n {2}line 3: the value "x" is not a finite number/);
    expect(run.stdout).toMatch(/Using the demo plant that is running/);
    const { rows } = await client.query(`SELECT value FROM metric WHERE work_unit_id = 'bad-rows' ORDER BY time`);
    expect(rows).toEqual([{ value: 1 }, { value: 3 }]);
  });

  test('times are kept only where the plant keeps rows that old', async () => {
    const old = { ...madeUp(10, 300_000), timesMs: madeUp(10, 300_000).timesMs.map((t) => t - 3 * 366 * 86_400_000) };
    await expect(importing('kept', old, { keepTimes: true })).rejects.toThrow(
      /begins at .* drops rows of metric_(1min|5min) older than .*; leave --keep-times out/,
    );
    const young = madeUp(10, 300_000);
    const report = await importing('kept', young, { keepTimes: true });
    expect(report).toMatchObject({ shiftMs: 0, firstMs: young.timesMs[0] });
    expect(DEFAULT_SCHEMA_SETTINGS.levels['1min'].dropAfter).toBe('2 years');
  });

  test('as live values each sample comes when it is due, on the running clock, in the order of the file', async () => {
    const recording: Recording = {
      fileName: 'made-up.csv',
      timesMs: [0, 60_000, 120_000, 60_000, 120_000, 600_000],
      values: [1, 2, 3, 4, 5, 6],
      badRows: { count: 0, first: [] },
    };
    const startMs = Date.now();
    const due = dueTimesMs(recording.timesMs, startMs, 600);
    const counts: number[] = [];
    const written = await replayLive(
      {
        workUnitId: 'live',
        metricName: 'temperature',
        recording,
        speed: 600,
        startMs,
        session: {
          connect: (onLost) => connectPlant(plant.address, { applicationName: 'replay test' }, onLost),
          clock: systemClock,
          random: Math.random,
        },
        clock: systemClock,
        onWritten: (count) => {
          expect(Date.now()).toBeGreaterThanOrEqual(due[count - 1] ?? 0);
          counts.push(count);
        },
      },
      new AbortController().signal,
    );
    expect(written).toBe(6);
    expect(counts.length).toBeGreaterThan(2);
    const { rows } = await client.query(
      `SELECT extract(epoch FROM time)::float8 * 1000 AS time_ms, value FROM metric WHERE work_unit_id = 'live' ORDER BY time, value`,
    );
    expect(rows.map((r) => [Math.round(r.time_ms) - startMs, r.value])).toEqual([
      [0, 1],
      [100, 2],
      [100, 4],
      [200, 3],
      [200, 5],
      [1_000, 6],
    ]);
  });
});

/** Ends an hour ago; times unevenly spread, some of them twice. */
function madeUp(count: number, stepMs: number): Recording {
  const endMs = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
  return {
    fileName: 'made-up.csv',
    timesMs: Array.from({ length: count }, (_, i) => endMs - (count - 1 - (i % 7 === 3 ? i - 1 : i)) * stepMs),
    values: Array.from({ length: count }, (_, i) => Math.sin(i) * 10),
    badRows: { count: 0, first: [] },
  };
}
