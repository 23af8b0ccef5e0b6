import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseBenches } from '../../../scripts/bench.mjs';
import { isFresh, sourceHash } from '../../../scripts/build.mjs';
import { table } from '../../../scripts/figure-table.mjs';
import { summaryLine, vitestArguments } from '../../../scripts/test.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

test('all projects run but the long one, unless it is asked for or a project is named', () => {
  const projects = (words: readonly string[], isLong: boolean) => {
    const all = vitestArguments(words, isLong);
    return all.filter((_, index) => all[index - 1] === '--project');
  };
  expect(projects([], false)).toEqual(['unit', 'integration', 'screens', 'faults', 'e2e']);
  expect(projects([], true)).toEqual(['unit', 'integration', 'screens', 'faults', 'e2e', 'long']);
  expect(projects(['--project', 'unit'], false)).toEqual(['unit']);
});

test('the summary counts passed, failed and skipped', () => {
  expect(summaryLine({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })).toBe(
    'tests: 5 passed, 1 failed, 3 skipped',
  );
});

test('a bench is found by name, `all` is every one, anything else lists the names there are', () => {
  expect(chooseBenches('chart', ['screen', 'chart'])).toEqual(['chart']);
  expect(chooseBenches('all', ['screen', 'chart'])).toEqual(['chart', 'screen']);
  expect(() => chooseBenches('nope', ['screen', 'chart'])).toThrow(/no bench "nope".*chart, screen, all/);
  expect(() => chooseBenches(undefined, ['chart'])).toThrow(/chart, all/);
});

test('figures stand in columns', () => {
  const text = table([
    { bench: 'chart', figure: 'lttb_1m_to_1000_ms', value: 7.4321, unit: 'ms', floor: 2, ratio: 3.7 },
  ]);
  expect(text.split('\n')).toEqual([
    'bench  figure              value  unit  floor  ratio',
    'chart  lttb_1m_to_1000_ms  7.432  ms    2      3.7',
  ]);
});

test('a build is fresh until a source changes, appears or is renamed', () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  mkdirSync(join(root, 'out'));
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), '1');
  expect(isFresh(root)).toBe(false);
  const stamp = () => writeFileSync(join(root, 'out', '.built-from'), sourceHash(root));
  stamp();
  expect(isFresh(root)).toBe(true);
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), '2');
  expect(isFresh(root)).toBe(false);
  stamp();
  writeFileSync(join(root, 'package-lock.json'), '{}');
  expect(isFresh(root)).toBe(false);
});
