import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  KioskDraft,
  kioskDocumentOf,
  kioskDraftOf,
  kioskFaults,
} from '../../../../../../src/renderer/views/plan/kiosk/kiosk-draft';
import { kioskViews } from '../../../../../../src/renderer/views/plan/kiosk/kiosk-views';
import { KioskAddress } from '../../../../../../src/shared/kiosk';
import { KioskPlan } from '../../../../../../src/shared/work-plan';

const anyPlan = fc.record({
  enabled: fc.boolean(),
  views: fc.array(
    fc.record({
      address: fc.constantFrom('#/', '#/unit/press-1?range=6h', '#/compare?mode=heat'),
      seconds: fc.integer({ min: 5, max: 86_400 }),
    }),
    { maxLength: 5 },
  ),
});

test('any plan goes into the form and comes out as it was, also by way of what the window keeps', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const draft = KioskDraft.parse(JSON.parse(JSON.stringify(kioskDraftOf(plan))));
      expect(KioskPlan.parse(kioskDocumentOf(draft))).toEqual(plan);
    }),
  );
});

test('seconds that cannot be meant are told beside their view', () => {
  const faults = (seconds: string) => [...kioskFaults({ enabled: true, views: [{ key: 0, address: '#/', seconds }] })];
  expect(faults('20')).toEqual([]);
  for (const wrong of ['', '3', 'twenty', '12.5', '100000'])
    expect(faults(wrong)).toEqual([['views.0.seconds', 'a view is shown for 5 to 86400 whole seconds']]);
});

test('whatever can be chosen is an address that a kiosk may show', () => {
  const unit = { workUnitId: 'press 1/a', line: null, series: [] } as unknown as Parameters<
    typeof kioskViews
  >[0][number];
  const views = kioskViews([unit]);
  expect(views.length).toBeGreaterThan(6);
  for (const { address } of views) expect(KioskAddress.safeParse(address).success).toBe(true);
  expect(KioskAddress.safeParse('#/plan/shifts').success).toBe(false);
});
