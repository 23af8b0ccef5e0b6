import { expect, test } from 'vitest';
import { createReporter, megabytesText } from '../../../../scripts/bootstrap/reporter.mjs';

test('progress comes at most once a second, other lines at once', () => {
  let now = 0;
  const lines: string[] = [];
  const reporter = createReporter({ write: (text) => void lines.push(text), nowMs: () => now });
  for (now = 0; now <= 2000; now += 100) reporter.progress(`at ${now}`);
  reporter.line('end');
  expect(lines).toEqual(['at 0\n', 'at 1000\n', 'at 2000\n', 'end\n']);
});

test('a download tells how far it is and never more than there is', () => {
  expect(megabytesText('Electron runtime', 120_400_000, 196_264_810)).toBe('Electron runtime: 120 of 196 MB');
  expect(megabytesText('x', 3e6, 2e6)).toBe('x: 2 of 2 MB');
});
