import { expect, test } from 'vitest';
import { PieceRules, pieceRuleOf } from '../../../src/shared/piece-rules';

test('a unit’s own rule goes before its line’s, that before the one of all; names that every object has are nobody’s', () => {
  const rules = PieceRules.parse({
    default: { metric: 'all' },
    lines: { one: { metric: 'line', counting: 'samples' } },
    units: { press: { metric: 'own', targetPerShift: 900 } },
  });
  const metric = (unit: string, line: string | null) => pieceRuleOf(rules, unit, line)?.metric;
  expect([metric('press', 'one'), metric('mill', 'one'), metric('mill', null), metric('mill', 'two')]).toEqual([
    ...['own', 'line', 'all', 'all'],
  ]);
  const none = PieceRules.parse({});
  expect(pieceRuleOf(none, 'constructor', 'toString')).toBeUndefined();
});

test.each([
  [{ default: { metric: '' } }, 'default.metric'],
  [{ units: { a: { metric: 'm', taktSeconds: 0 } } }, 'units.a.taktSeconds'],
  [{ units: { a: { metric: 'm', counting: 'guess' } } }, 'units.a.counting'],
  [{ lines: { a: { metric: 'm', targetPerShift: -1 } } }, 'lines.a.targetPerShift'],
])('%j is refused at its place', (rules, place) => {
  expect(PieceRules.safeParse(rules).error?.issues[0]?.path.join('.')).toBe(place);
});
