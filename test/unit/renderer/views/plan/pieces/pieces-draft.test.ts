import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesChanges } from '../../../../../../src/renderer/views/plan/pieces/pieces-changes';
import {
  newRule,
  PiecesDraft,
  piecesDocumentOf,
  piecesDraftOf,
  ruleFaults,
} from '../../../../../../src/renderer/views/plan/pieces/pieces-draft';
import { PieceRules } from '../../../../../../src/shared/piece-rules';

const number = fc.double({ min: 0.001, max: 600_000, noNaN: true });
const rule = fc.record(
  {
    metric: fc.string({ minLength: 1, maxLength: 20 }),
    counting: fc.constantFrom('counter' as const, 'samples' as const),
    taktSeconds: number,
    idealCycleSeconds: number,
    targetPerShift: number,
  },
  { requiredKeys: ['metric', 'counting'] },
);
const names = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor'));
const anyRules = fc
  .record({ default: rule, lines: fc.dictionary(names, rule), units: fc.dictionary(names, rule) }, { requiredKeys: [] })
  .map((each) => PieceRules.parse(each));

test('any rules go into the form and come out as they were, also by way of what the window keeps', () => {
  fc.assert(
    fc.property(anyRules, (rules) => {
      const draft = PiecesDraft.parse(JSON.parse(JSON.stringify(piecesDraftOf(rules))));
      expect(PieceRules.parse(piecesDocumentOf(draft))).toEqual(rules);
      expect(piecesChanges(rules, rules)).toEqual([]);
    }),
  );
});

test('numbers are taken with a comma too; what is none is told beside its field and stays', () => {
  const row = { ...newRule('units', 'press-1', 'good_count'), taktSeconds: ' 12,5 ' };
  expect(ruleFaults(row).size).toBe(0);
  expect(PieceRules.parse(piecesDocumentOf([row])).units['press-1']).toEqual({
    ...{ metric: 'good_count', counting: 'counter', taktSeconds: 12.5 },
  });
  expect(Object.fromEntries(ruleFaults({ ...row, taktSeconds: 'twelve', targetPerShift: '-3', metric: '' }))).toEqual({
    metric: 'it names no metric; choose one',
    taktSeconds: 'it is no number; write one such as 12.5',
    targetPerShift: 'it is not above 0; write how many there should be',
  });
});

test('what changes is told by whose it is', () => {
  const before = PieceRules.parse({ units: { 'press-1': { metric: 'good', taktSeconds: 12 } } });
  const after = PieceRules.parse({ units: { 'press-1': { metric: 'good', taktSeconds: 10 } }, lines: {} });
  expect(piecesChanges(before, after)).toEqual([
    {
      line: 'Pieces',
      gone: ['press-1: good, Running total, Takt, s 12'],
      come: ['press-1: good, Running total, Takt, s 10'],
    },
  ]);
});
