import { expect, test } from 'vitest';
import { lineGroups } from '../../../../../src/renderer/views/common/line-groups';
import { unit } from '../catalogue-unit';

test('units stand by line, both in natural order, those without a line last', () => {
  const units = [
    unit('m-10', [], { line: 'Line 10' }),
    unit('x', []),
    unit('p-10', [], { line: 'Line 2' }),
    unit('p-9', [], { line: 'Line 2' }),
    unit('zz', [], { line: 'Line 2', displayName: 'Assembly' }),
  ];
  expect(lineGroups(units).map(({ line, units: group }) => [line, group.map(({ workUnitId }) => workUnitId)])).toEqual([
    ['Line 2', ['zz', 'p-9', 'p-10']],
    ['Line 10', ['m-10']],
    [undefined, ['x']],
  ]);
  expect(lineGroups([])).toEqual([]);
});
