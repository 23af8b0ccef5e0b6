import { describe, expect, onTestFinished, test } from 'vitest';
import { AheadFetcher, type AheadProgress } from '../../../../../src/main/history/ahead/ahead-fetcher';
import type { AheadSeries } from '../../../../../src/main/history/ahead/ahead-plan';
import { type TileKey, tileKeyText } from '../../../../../src/main/history/tile-tier';
import { BUCKET_MS, seriesKeyText } from '../../../../../src/shared/series';
import { DAY_MS } from '../../../../../src/shared/time';
import { FakeTimers } from '../../plant/fake-timers';

const NAMES = ['load', 'force'];
/** Five doubles. */
const BYTES_A_BUCKET = 40;

/** A store and a plant in memory, and time by hand. */
function openFetcher(budgetBytes = 1e9) {
  const timers = new FakeTimers();
  const startMs = Date.UTC(2026, 5, 1);
  const nowMs = () => startMs + timers.nowMs();
  const board = new Map<string, { key: TileKey; asOfMs: number; sealed: boolean }>();
  const statements: (readonly TileKey[])[] = [];
  const plant = { isAway: false, isFailing: false, sealed: true };
  const published: (readonly AheadProgress[])[] = [];
  const troubles: unknown[] = [];
  const open = () =>
    new AheadFetcher({
      seriesOf: (workUnitId) =>
        NAMES.map((name): AheadSeries => {
          const key = { table: 'metric', workUnitId, name } as const;
          return { key, cadenceMs: 1_000, firstMs: nowMs() - 3 * DAY_MS, levels: ['1min', '1hour'] };
        }),
      async *list(series, resolution) {
        const own = new Set(series.map(seriesKeyText));
        const here = [...board.values()];
        yield here.filter(({ key }) => key.resolution === resolution && own.has(seriesKeyText(key.series)));
      },
      bring: (keys) => {
        statements.push(keys);
        if (plant.isFailing) return Promise.reject(new Error('fails'));
        for (const key of keys) board.set(tileKeyText(key), { key, asOfMs: nowMs(), sealed: plant.sealed });
        return Promise.resolve(keys.map(() => true));
      },
      isPlantAway: () => plant.isAway,
      budgetBytes,
      clock: { plantNowMs: nowMs, setTimer: (callback, delayMs) => timers.setTimer(callback, delayMs) },
      onProgress: (progress) => published.push(progress),
      onTrouble: (error) => troubles.push(error),
    });
  const fetcher = open();
  onTestFinished(() => fetcher.close());
  return { fetcher, open, timers, board, statements, plant, published, troubles };
}

const shares = (progress: readonly AheadProgress[] | undefined) =>
  progress?.map(
    ({ workUnitId, state, tilesOnBoard, tilesWanted }) => `${workUnitId} ${state} ${tilesOnBoard}/${tilesWanted}`,
  );

describe('fetching ahead', () => {
  test('brings all that is wanted, one statement a stretch for all series of it, with pauses, and tells how far it is', async () => {
    const { fetcher, timers, statements, published } = openFetcher();
    fetcher.setUnits(['press']);
    await timers.pass(49);
    expect(statements).toHaveLength(1);
    await timers.pass(10_000);
    expect(statements.every((keys) => keys.length === NAMES.length)).toBe(true);
    expect(new Set(statements.flat().map(tileKeyText)).size).toBe(statements.flat().length);
    expect(shares(published[0])?.[0]).toMatch(/^press fetching 0\//);
    const wanted = fetcher.progress()[0]?.tilesWanted;
    expect(wanted).toBe(statements.flat().length);
    expect(shares(fetcher.progress())).toEqual([`press complete ${wanted}/${wanted}`]);
  });

  test('goes on where it was after a stop, and asks for nothing twice', async () => {
    const { fetcher, open, timers, statements } = openFetcher();
    fetcher.setUnits(['press']);
    await timers.pass(120);
    await fetcher.close();
    const before = statements.length;
    expect(before).toBeGreaterThan(1);
    const again = open();
    again.setUnits(['press']);
    await timers.pass(10_000);
    await again.close();
    expect(new Set(statements.flat().map(tileKeyText)).size).toBe(statements.flat().length);
    expect(again.progress()[0]?.state).toBe('complete');
  });

  test('waits while the plant is away, and goes on when it is woken', async () => {
    const { fetcher, timers, plant, statements } = openFetcher();
    plant.isAway = true;
    fetcher.setUnits(['press']);
    await timers.pass(1_000);
    expect([statements.length, fetcher.progress()[0]?.state]).toEqual([0, 'waiting']);
    plant.isAway = false;
    fetcher.wake();
    await timers.pass(10_000);
    expect(fetcher.progress()[0]?.state).toBe('complete');
  });

  test('a failing plant is told of and tried again a minute later, not in a loop', async () => {
    const { fetcher, timers, plant, statements, troubles } = openFetcher();
    plant.isFailing = true;
    fetcher.setUnits(['press']);
    await timers.pass(59_000);
    expect([statements.length, troubles.length]).toEqual([1, 1]);
    plant.isFailing = false;
    await timers.pass(70_000);
    expect(fetcher.progress()[0]?.state).toBe('complete');
  });

  test('reads open tiles again, sealed ones never', async () => {
    const { fetcher, timers, plant, statements } = openFetcher();
    fetcher.setUnits(['press']);
    await timers.pass(10_000);
    const sealed = statements.length;
    await timers.pass(DAY_MS / 2);
    const grown = statements.length - sealed;
    expect(grown).toBeLessThan(4);
    plant.sealed = false;
    fetcher.setUnits(['mill']);
    await timers.pass(3_600_000);
    expect(statements.slice(sealed + grown).filter((keys) => keys[0]?.resolution === '1hour').length).toBeGreaterThan(
      4,
    );
  });

  test('a unit that is pinned or let go takes effect at once', async () => {
    const { fetcher, timers, statements } = openFetcher();
    fetcher.setUnits(['press']);
    await timers.pass(60);
    fetcher.setUnits(['mill']);
    await timers.pass(10_000);
    expect(shares(fetcher.progress())?.[0]).toMatch(/^mill complete/);
    const press = statements.filter((keys) => keys[0]?.series.workUnitId === 'press').length;
    expect(press).toBeLessThan(4);
  });

  test('stays within the disk budget and says so', async () => {
    const { fetcher, timers, board } = openFetcher(120_000);
    fetcher.setUnits(['press']);
    await timers.pass(10_000);
    expect(fetcher.progress()[0]?.state).toBe('limited');
    const buckets = ({ range, resolution }: TileKey) =>
      (range.toMs - range.fromMs) / (resolution === 'raw' ? Number.NaN : BUCKET_MS[resolution]);
    const heldBytes = [...board.values()].reduce((sum, { key }) => sum + buckets(key) * BYTES_A_BUCKET, 0);
    expect(heldBytes).toBeGreaterThan(0);
    expect(heldBytes).toBeLessThan(120_000);
  });
});
