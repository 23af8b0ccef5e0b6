import type { HistoryService } from '../../../src/main/history/history-service';
import { type EncodedTile, type TileTier, tileKeyText } from '../../../src/main/history/tile-tier';
import { redisTileKey } from '../../../src/main/store/redis/tile-key';
import { encodeTile, viewTile } from '../../../src/shared/tile-codec';
import { seededRandom } from '../../integration/main/provisioning/sample-rows';
import { quantile } from '../../support/quantile';
import type { BenchContext, Figure } from '../figure';
import type { BenchPlant } from './bench-plant';
import { floored, plain, Race } from './measuring';
import { type OwnRedis, type OwnSqlite, PLANT_ID, startOwnRedis, startOwnSqlite } from './own-tiers';
import type { ReadingSide } from './reading-side';
import { type ChartRequest, requestAt, rungsOf } from './rungs';

const SEED = 5;
const CHARTS_A_RUNG = 20;
/** Each chart is asked for so often; with it the 99th percentile is that of some 2,000 answers. */
const ROUNDS = 20;
/** Of a tier's tiles. A busy machine comes too late for some: such a read counts with all it took, the plant's time too. */
const LEAST_HITS = 0.9;

/** A chart of one series whose tiles are all on board. */
interface Chart extends ChartRequest {
  readonly rung: string;
  readonly tiles: readonly EncodedTile[];
}

type TierName = 'memory' | TileTier['name'];

/**
 * Charts of every rung out of memory, out of SQLite in its worker and out of Redis, from the request to the decoded
 * tiles: against a copy of the same bytes, the store asked alone for them, and a bare GET of them.
 */
export async function measureWarm(
  side: ReadingSide,
  plant: BenchPlant,
  context: BenchContext,
): Promise<readonly Figure[]> {
  const sqlite = startOwnSqlite(context);
  const redis = await startOwnRedis(context);
  try {
    const charts = await chartsOnBoard(side, plant, sqlite);
    const tiles = charts.flatMap((chart) => chart.tiles);
    context.say(`warm: ${charts.length} charts of ${tiles.length} tiles, ${sizeOf(tiles)} bytes, seed ${SEED}`);
    return [
      ...(await measureMemory(side, sqlite, charts)),
      ...(await measureSqlite(side, sqlite, charts)),
      ...(redis === undefined ? [] : await measureRedis(side, redis, charts, context)),
    ];
  } finally {
    await sqlite.stop();
    await redis?.stop();
  }
}

/**
 * Reads charts from the plant and keeps their tiles in SQLite, marked as sealed, so that none is read again behind its
 * answer. Left out are those at raw whose line begins or ends in a tile that the chart itself does not need: no tier
 * holds that one, and the plant is asked for it.
 */
async function chartsOnBoard(side: ReadingSide, plant: BenchPlant, { tier }: OwnSqlite): Promise<readonly Chart[]> {
  const random = seededRandom(SEED);
  const charts: Chart[] = [];
  // Charts share tiles: each is the one that was read first.
  const tiles = new Map<string, EncodedTile>();
  for (const rung of rungsOf(plant)) {
    for (let at = 0; at < CHARTS_A_RUNG; at += 1) {
      const request = requestAt(rung, random);
      const own = (await readTiles(side, request)).map((tile) => {
        const key = tileKeyText(tile.key);
        const known = tiles.get(key) ?? tile;
        tiles.set(key, known);
        return known;
      });
      const chart = { ...request, rung: rung.name, tiles: own };
      await tier.write(chart.tiles);
      side.takeSent();
      await answer(side.newService({ tiers: [tier], memoryBytes: 0 }), chart);
      if (side.takeSent().length === 0) charts.push(chart);
    }
  }
  return charts;
}

/** The tiles of a chart as the tiers below memory are given them, but for the mark. */
async function readTiles(side: ReadingSide, request: ChartRequest): Promise<readonly EncodedTile[]> {
  const written: EncodedTile[] = [];
  const recorder: TileTier = {
    name: 'sqlite',
    read: async (keys) => keys.map(() => undefined),
    write: async (tiles) => void written.push(...tiles),
    remove: async () => {},
  };
  await answer(side.newService({ tiers: [recorder], memoryBytes: 0 }), request);
  return written.map((tile) => ({ ...tile, bytes: sealed(tile.bytes), sealed: true }));
}

function sealed(bytes: Uint8Array): Uint8Array {
  return encodeTile({ ...viewTile(new Uint8Array(bytes)), sealed: true });
}

async function measureMemory(side: ReadingSide, { tier }: OwnSqlite, charts: readonly Chart[]) {
  const service = side.newService({ tiers: [onlyRead(tier)] });
  // Into one buffer: what a floor leaves to the garbage collector would be charged to whoever comes next.
  const into = new Uint8Array(Math.max(...charts.map(({ tiles }) => sizeOf(tiles))));
  const { races, hits } = await raceAll(side, service, 'memory', charts, async ({ tiles }) => {
    let at = 0;
    for (const { bytes } of tiles) {
      into.set(bytes, at);
      at += bytes.length;
    }
  });
  return [allOf(races, 'memory_p50_ms', 0.5), allOf(races, 'memory_p99_ms', 0.99), hits];
}

async function measureSqlite(side: ReadingSide, { tier }: OwnSqlite, charts: readonly Chart[]) {
  const service = side.newService({ tiers: [onlyRead(tier)], memoryBytes: 0 });
  const signal = new AbortController().signal;
  const { races, hits } = await raceAll(side, service, 'sqlite', charts, ({ tiles }) =>
    tier.read(
      tiles.map(({ key }) => key),
      signal,
    ),
  );
  return [allOf(races, 'sqlite_p50_ms', 0.5), allOf(races, 'sqlite_p99_ms', 0.99), hits];
}

async function measureRedis(
  side: ReadingSide,
  { tier, bare }: OwnRedis,
  charts: readonly Chart[],
  { say }: BenchContext,
): Promise<readonly Figure[]> {
  for (const { tiles } of charts) await tier.write(tiles);
  const service = side.newService({ tiers: [onlyRead(tier)], memoryBytes: 0 });
  const { races, hits } = await raceAll(side, service, 'redis', charts, (chart) => getBare(bare, chart));
  const { openings, unansweredReads, slowReads } = tier.snapshot();
  if (openings + unansweredReads > 0)
    throw new Error(`Redis fell silent ${unansweredReads} times while it was measured.`);
  if (slowReads > 0) say(`warm: ${slowReads} reads of Redis were not whole in time`);
  const byRung = [...races].map(([rung, race]) => race.figure(`redis_${rung}_p50_ms`, 0.5));
  return [
    ...byRung,
    allOf(races, 'redis_p99_ms', 0.99),
    hits,
    plain('redis_ratio_to_get', 'ratio', Math.max(...byRung.map(({ ratio }) => ratio))),
  ];
}

/** What is measured later is what was put there, whatever a read that came too late brought from the plant. */
function onlyRead(tier: TileTier): TileTier {
  return {
    name: tier.name,
    read: (keys, signal) => tier.read(keys, signal),
    write: async () => {},
    remove: async () => {},
  };
}

/** One tile by GET, several by GETs in one pipeline: what arrives must be what was written. */
async function getBare(bare: OwnRedis['bare'], { tiles }: Chart): Promise<void> {
  const keys = tiles.map(({ key }) => redisTileKey(PLANT_ID, key));
  const [only = ''] = keys;
  let lengths: readonly number[];
  if (keys.length === 1) {
    lengths = [(await bare.getBuffer(only))?.length ?? 0];
  } else {
    const pipeline = bare.pipeline();
    for (const key of keys) pipeline.getBuffer(key);
    lengths = ((await pipeline.exec()) ?? []).map(([, value]) => (value instanceof Uint8Array ? value.length : 0));
  }
  if (!tiles.every(({ bytes }, at) => lengths[at] === bytes.length))
    throw new Error('Redis does not hold what it was given.');
}

/**
 * Asks for all charts once unmeasured, then in rounds against their floor; by rung.
 * @throws Error where the tier did not have what was asked for
 */
async function raceAll(
  side: ReadingSide,
  service: HistoryService,
  tier: TierName,
  charts: readonly Chart[],
  floor: (chart: Chart) => Promise<unknown>,
): Promise<{ readonly races: ReadonlyMap<string, Race>; readonly hits: Figure }> {
  const races = new Map<string, Race>();
  for (const chart of charts) {
    await answer(service, chart);
    await floor(chart);
  }
  const before = counted(service, tier);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const chart of charts) {
      const race = races.get(chart.rung) ?? new Race();
      races.set(chart.rung, race);
      await race.run(
        () => answer(service, chart),
        () => floor(chart),
      );
    }
  }
  const hits = hitsShare(tier, before, counted(service, tier), charts);
  side.takeSent();
  return { races, hits: plain(`${tier}_hits_share`, 'of tiles', hits) };
}

function counted(service: HistoryService, tier: TierName) {
  const { memory, tiers } = service.counters();
  return tier === 'memory' ? memory : (tiers[tier] ?? { asked: 0, found: 0 });
}

interface Counted {
  readonly asked: number;
  readonly found: number;
}

/** @throws Error for a tier that was not asked, or that gave too little: it is no quick tier */
function hitsShare(tier: TierName, before: Counted, after: Counted, charts: readonly Chart[]): number {
  const wanted = ROUNDS * charts.reduce((sum, { tiles }) => sum + tiles.length, 0);
  const [asked, found] = [after.asked - before.asked, after.found - before.found];
  if (wanted > 0 && asked === wanted && found >= LEAST_HITS * wanted) return found / wanted;
  throw new Error(`Of ${wanted} tiles ${tier} was asked for ${asked} and had ${found}.`);
}

/** One quantile over the charts of all rungs. */
function allOf(races: ReadonlyMap<string, Race>, name: string, share: number): Figure {
  const all = (pick: (race: Race) => readonly number[]) => quantile([...races.values()].flatMap(pick), share);
  return floored(
    name,
    'ms',
    all(({ ours }) => ours),
    all(({ floors }) => floors),
  );
}

function answer(service: HistoryService, { series, range }: ChartRequest) {
  return service.answer({ series, range }, new AbortController().signal);
}

function sizeOf(tiles: readonly EncodedTile[]): number {
  return tiles.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
