import { expect, test } from 'vitest';
import { createLog } from '../../../../src/main/diagnostics/log';

function lines(act: (log: ReturnType<typeof createLog>) => void): string[] {
  const written: string[] = [];
  act(
    createLog(
      (line) => written.push(line),
      () => Date.UTC(2026, 10, 23, 14, 2, 11),
    ),
  );
  return written;
}

test('a line begins with time, level and event, and quotes what has spaces', () => {
  expect(lines((log) => log.warn('plant-lost', { reason: 'connection closed', tries: 3, left: undefined }))).toEqual([
    '2026-11-23T14:02:11.000Z warn plant-lost reason="connection closed" tries=3',
  ]);
});

test('credentials are hidden by the name of their field and inside URLs', () => {
  const written = lines((log) =>
    log.info('connected', {
      password: 'hunter2',
      sessionToken: 'hunter2',
      message: 'to postgresql://u:hunter2@h/d failed',
    }),
  ).join();
  expect(written).not.toContain('hunter2');
  expect(written).toContain('postgresql://u:(hidden)@h/d');
});

test('a line break in a value stays inside its line', () => {
  expect(lines((log) => log.error('broken', { detail: 'a\nb' }))[0]).toContain('detail="a\\nb"');
});
