import { expect, test } from 'vitest';
import { OverviewReading } from '../../../../src/renderer/chart/overview-reading';

/** Reads that end when the test says so. */
function reads() {
  const begun: { signal: AbortSignal; end: (isWhole: boolean) => void; fail: () => void }[] = [];
  const read = (signal: AbortSignal) =>
    new Promise<boolean>((resolve, reject) => {
      begun.push({ signal, end: resolve, fail: () => reject(new Error('no link')) });
    });
  return { begun, read };
}

/** Resolves when all that follows from an ended read has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what was read is read once, whatever occasions come', async () => {
  const [reading, { begun, read }] = [new OverviewReading(), reads()];
  reading.begin(read);
  begun[0]?.end(true);
  await settled();
  reading.begin(read);
  expect(begun.length).toBe(1);
});

test.each(['fail', 'part'] as const)(
  'what could not be read whole (%s) is read on the next occasion, not before',
  async (how) => {
    const [reading, { begun, read }] = [new OverviewReading(), reads()];
    reading.begin(read);
    if (how === 'fail') begun[0]?.fail();
    else begun[0]?.end(false);
    await settled();
    expect(begun.length).toBe(1);
    reading.begin(read);
    begun[1]?.end(true);
    await settled();
    reading.begin(read);
    expect(begun.length).toBe(2);
  },
);

test('an occasion that comes while a read is under way counts once should that fail, and not where it succeeds', async () => {
  const [reading, { begun, read }] = [new OverviewReading(), reads()];
  for (let times = 0; times < 3; times += 1) reading.begin(read);
  begun[0]?.fail();
  await settled();
  expect(begun.length).toBe(2);
  reading.begin(read);
  begun[1]?.end(true);
  await settled();
  expect(begun.length).toBe(2);
});

test('for another chart what was begun is broken off, and says nothing of the next', async () => {
  const [reading, { begun, read }] = [new OverviewReading(), reads()];
  reading.begin(read);
  reading.end();
  expect(begun[0]?.signal.aborted).toBe(true);
  reading.begin(read);
  begun[0]?.fail();
  await settled();
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  begun[1]?.end(true);
  await settled();
  reading.begin(read);
  expect(begun.length).toBe(2);
});
