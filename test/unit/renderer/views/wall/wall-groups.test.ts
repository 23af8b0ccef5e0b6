import { expect, test } from 'vitest';
import { plantGroups, troubleGroups, wallGroups } from '../../../../../src/renderer/views/wall/wall-groups';
import { unit } from '../catalogue-unit';

test('units stand by line, both in natural order, those without a line last', () => {
  const units = [
    unit('m-10', [], { line: 'Line 10' }),
    unit('x', []),
    unit('p-10', [], { line: 'Line 2' }),
    unit('p-9', [], { line: 'Line 2' }),
    unit('zz', [], { line: 'Line 2', displayName: 'Assembly' }),
  ];
  expect(wallGroups(units).map(({ line, units: group }) => [line, group.map(({ workUnitId }) => workUnitId)])).toEqual([
    ['Line 2', ['zz', 'p-9', 'p-10']],
    ['Line 10', ['m-10']],
    [undefined, ['x']],
  ]);
  expect(wallGroups([])).toEqual([]);
});

test('in the plant’s order lines have their titles; by trouble all units are one block, those not ranked yet last', () => {
  const units = [unit('a', [], { line: 'One' }), unit('b', []), unit('c', [], { line: 'One' })];
  expect(plantGroups(units).map(({ title, units: group }) => [title, group.length])).toEqual([
    ['One', 2],
    ['Without a line', 1],
  ]);
  expect(plantGroups([unit('b', [])])[0]?.title).toBeUndefined();
  const [block] = troubleGroups(units, ['c', 'gone', 'a']);
  expect(block?.title).toBeUndefined();
  expect(block?.units.map(({ workUnitId }) => workUnitId)).toEqual(['c', 'a', 'b']);
});
