import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant } from '../../../../../src/main/plant/connection';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../../support/embedded-plant';

let plant: EmbeddedTestPlant;
beforeAll(async () => {
  plant = await startEmbeddedTestPlant();
});
afterAll(() => plant?.stop());

test('a batch of any length is answered, also where a message ends at a multiple of what the engine reads at once', async () => {
  const client = await connectPlant(plant.address(), { applicationName: 'length test', queryTimeoutMs: 2_000 });
  for (const multiple of [1, 2, 11]) {
    for (let length = multiple * 8_192 - 120; length < multiple * 8_192; length += 1) {
      const { rows } = await client.query('SELECT length($1) AS length, $2::int AS other', ['x'.repeat(length), 7]);
      expect(rows).toEqual([{ length, other: 7 }]);
    }
  }
  await client.end();
});
