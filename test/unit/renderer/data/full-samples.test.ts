import { expect, test } from 'vitest';
import { type FullPart, fullSamples } from '../../../../src/renderer/data/full-samples';
import type { HistoryRequest } from '../../../../src/shared/viewer/asked-questions';
import { answerOf, rawTile } from '../chart/answers';

async function gathered(parts: AsyncIterable<FullPart>): Promise<readonly FullPart[]> {
  const all: FullPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

const series = { table: 'metric', workUnitId: 'press-1', name: 'temperature' } as const;

test('every piece is asked for once, those at hand not at all, and tiles are cut to their piece', async () => {
  const asked: HistoryRequest[] = [];
  const fetch = async (request: HistoryRequest) => {
    asked.push(request);
    const { fromMs, toMs } = request.range;
    // A tile that reaches beyond what was asked for.
    const samples = [
      [fromMs - 1_000, 0],
      [fromMs, 1],
      [toMs - 1_000, 2],
      [toMs, 3],
    ] as const;
    return [answerOf([rawTile(fromMs - 1_000, toMs + 1_000, samples)], { missing: [{ fromMs, toMs: fromMs + 1 }] })];
  };
  const range = { fromMs: 0, toMs: 6 * 3_600_000 };
  const signal = new AbortController().signal;
  const all = await gathered(fullSamples({ series, range, cadenceMs: 1_000 }, fetch, signal));
  expect(all.length).toBeGreaterThan(1);
  expect(asked.every(({ resolution }) => resolution === 'raw')).toBe(true);
  for (const part of all) {
    expect([...part.values]).toEqual([1, 2]);
    expect(part.unknown).toEqual([{ fromMs: part.range.fromMs, toMs: part.range.fromMs + 1 }]);
  }
  const known = new Set([all[0]?.range.fromMs ?? 0]);
  const rest = await gathered(fullSamples({ series, range, cadenceMs: 1_000, known }, fetch, signal));
  expect(rest.length).toBe(all.length - 1);
});
