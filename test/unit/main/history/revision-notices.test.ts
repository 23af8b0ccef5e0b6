import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RevisionNotices } from '../../../../src/main/history/revision-notices';
import type { RevisedStretch } from '../../../../src/shared/protocol';
import { FakeClock } from './fake-clock';

const units = fc.constantFrom(
  { table: 'metric' as const, workUnitId: 'mill' },
  { table: 'oee' as const, workUnitId: 'mill' },
);
const ranges = fc
  .tuple(fc.nat({ max: 10_000 }), fc.integer({ min: 1, max: 100 }))
  .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));

test('what comes together is told in one notice, nothing of it is lost, and the notice stays short', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(units, ranges), { minLength: 1, maxLength: 80 }), (revisions) => {
      const clock = new FakeClock(0);
      const notices: (readonly RevisedStretch[])[] = [];
      const gathering = new RevisionNotices({ clock, announce: (stretches) => notices.push(stretches) });
      for (const [unit, range] of revisions) gathering.add(unit, range);
      expect(notices).toEqual([]);
      clock.runTimers();
      expect(notices).toHaveLength(1);
      expect(clock.pendingCount).toBe(0);
      for (const [unit, range] of revisions) {
        expect(
          notices[0]?.some(
            (told) =>
              told.table === unit.table &&
              told.workUnitId === unit.workUnitId &&
              told.fromMs <= range.fromMs &&
              told.toMs >= range.toMs,
          ),
        ).toBe(true);
      }
      expect(notices[0]?.length).toBeLessThanOrEqual(32);
    }),
  );
});

test('after the end nothing is told', () => {
  const clock = new FakeClock(0);
  const gathering = new RevisionNotices({ clock, announce: () => expect.unreachable() });
  gathering.add({ table: 'oee', workUnitId: 'mill' }, { fromMs: 0, toMs: 1 });
  gathering.close();
  gathering.add({ table: 'oee', workUnitId: 'mill' }, { fromMs: 0, toMs: 1 });
  clock.runTimers();
});
