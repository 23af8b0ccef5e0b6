import { expect, test } from 'vitest';
import { requireWritablePlant } from '../../../../src/main/demo/plant-guard';

/** A server that is not the embedded one; `missing` tables are not there. */
const realPlant = (missing: readonly string[]) => ({
  query: async (text: string) => ({
    rows: text.includes('version()') ? [{ embedded: false }] : missing.map((name) => ({ name })),
  }),
});

const asks = { what: 'The simulator', tables: ['metric', 'performance_metric'] };

test('a real plant is refused unless writing was allowed', async () => {
  await expect(requireWritablePlant(realPlant([]), { ...asks, mayWriteToPlant: false })).rejects.toThrow(
    /The simulator writes to the embedded demo plant alone; add --write-to-plant/,
  );
  await expect(requireWritablePlant(realPlant([]), { ...asks, mayWriteToPlant: true })).resolves.toBe(false);
});

test('a real plant without the tables is refused: nothing is made there', async () => {
  await expect(requireWritablePlant(realPlant(['metric']), { ...asks, mayWriteToPlant: true })).rejects.toThrow(
    /found no table metric in this plant; provision it first/,
  );
});
