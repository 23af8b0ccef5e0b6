import { expect, test } from 'vitest';
import { plantGroups, troubleGroups } from '../../../../../src/renderer/views/wall/wall-groups';
import { unit } from '../catalogue-unit';

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
