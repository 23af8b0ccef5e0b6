import { expect, test } from 'vitest';
import { DEMO_PIECES } from '../../../../src/main/demo/demo-pieces';
import { GOOD_COUNT_METRIC, WORK_UNITS } from '../../../../src/main/demo/simulator/work-units';
import { PieceRules, pieceRuleOf } from '../../../../src/shared/piece-rules';

test('every simulated unit has a plan by its own counter, at a pace that it can keep', () => {
  expect(PieceRules.parse(DEMO_PIECES)).toEqual(DEMO_PIECES);
  for (const { id, line, idealPerMinute } of WORK_UNITS) {
    const rule = pieceRuleOf(DEMO_PIECES, id, line);
    expect(rule?.metric).toBe(GOOD_COUNT_METRIC);
    const shareOfIdeal = 60 / idealPerMinute / (rule?.taktSeconds ?? 0);
    expect(shareOfIdeal).toBeGreaterThan(0.7);
    expect(shareOfIdeal).toBeLessThan(0.9);
  }
});
