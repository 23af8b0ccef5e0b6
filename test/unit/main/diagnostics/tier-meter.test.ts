import { expect, test } from 'vitest';
import { tierMeters } from '../../../../src/main/diagnostics/tier-meter';

test('what one tier is told is counted there and nowhere else', () => {
  const meters = tierMeters();
  meters.sqlite.wasRead(2, 3, 1);
  meters.sqlite.wasRead(0.1, 0, 2);
  meters.sqlite.wasDamaged(1);
  meters.sqlite.wasWritten(4);
  expect(meters.sqlite.snapshot()).toMatchObject({ hits: 3, misses: 3, damaged: 1, written: 4 });
  expect(meters.sqlite.snapshot().readMs).toMatchObject({ count: 2, maxMs: 2 });
  for (const name of ['memory', 'redis', 'plant'] as const) {
    expect(meters[name].snapshot()).toMatchObject({ hits: 0, misses: 0, damaged: 0, written: 0 });
  }
});
