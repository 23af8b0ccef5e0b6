import type { HistoryRequest } from '../../../src/main/history/history-request';
import type { HistoryService } from '../../../src/main/history/history-service';
import type { PlantConnection } from '../../../src/main/plant/connection';
import { DAY_MS } from '../../../src/shared/time';
import { quantile } from '../../support/quantile';
import type { BenchContext, Figure } from '../figure';
import type { BenchPlant } from './bench-plant';
import { floored, plain, Race, replay } from './measuring';
import type { ReadingSide } from './reading-side';

const ROUNDS = 15;
const RANGE_MS = 7 * DAY_MS;
const VIEWERS = 50;

/** 24 charts over 7 days, nothing in memory: statements, and time against the slowest chart asked for alone. */
export async function measureWall(
  side: ReadingSide,
  bare: PlantConnection,
  plant: BenchPlant,
  { say }: BenchContext,
): Promise<readonly Figure[]> {
  const charts = plant.wallUnits.map((unit) => chartOf(plant, unit));
  const wall = { series: charts.flatMap(({ series }) => series), range: charts[0]?.range ?? plant.wallRange };
  const single = await slowestSingle(side, bare, charts);
  const singleMs = quantile(single.ours, 0.5);
  const race = new Race();
  let statements = 0;
  let level = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    side.takeSent();
    const [first] = await answers(side.newService(), [wall]);
    const sent = side.takeSent();
    level = String(first?.[0]?.resolution);
    statements = Math.max(statements, sent.length);
    await race.run(
      () => answers(side.newService(), [wall]),
      () => replay(bare, sent),
    );
    side.takeSent();
  }
  say(
    `wall: ${charts.length} charts at ${level}, ${statements} statements; the slowest alone ${singleMs.toFixed(1)} ms`,
  );
  const viewed = await viewersStatements(side, wall);
  const wallMs = quantile(race.ours, 0.5);
  return [
    single.figure('wall24_single_p50_ms', 0.5),
    race.figure('wall24_p50_ms', 0.5),
    plain('wall24_statements', 'statements', statements),
    floored('wall24_ratio', 'ms', wallMs, singleMs),
    floored(`viewers${VIEWERS}_statements`, 'statements', viewed, statements),
  ];
}

function chartOf(plant: BenchPlant, workUnitId: string): HistoryRequest {
  const { toMs } = plant.wallRange;
  return { series: [{ table: 'oee', workUnitId, name: 'oee_score' }], range: { fromMs: toMs - RANGE_MS, toMs } };
}

function answers(service: HistoryService, requests: readonly HistoryRequest[]) {
  return Promise.all(requests.map((request) => service.answer(request, new AbortController().signal)));
}

/** The chart with the longest median, each asked for alone of a service that has nothing, against the same statements. */
async function slowestSingle(
  side: ReadingSide,
  bare: PlantConnection,
  charts: readonly HistoryRequest[],
): Promise<Race> {
  let slowest = new Race();
  for (const chart of charts) {
    const race = new Race();
    side.takeSent();
    await answers(side.newService(), [chart]);
    const sent = side.takeSent();
    for (let round = 0; round < ROUNDS; round += 1) {
      await race.run(
        () => answers(side.newService(), [chart]),
        () => replay(bare, sent),
      );
    }
    if (slowest.ours.length === 0 || quantile(race.ours, 0.5) > quantile(slowest.ours, 0.5)) slowest = race;
  }
  return slowest;
}

/** Statements for viewers that open the same wall at once. */
async function viewersStatements(side: ReadingSide, wall: HistoryRequest): Promise<number> {
  side.takeSent();
  await answers(
    side.newService(),
    Array.from({ length: VIEWERS }, () => wall),
  );
  return side.takeSent().length;
}
