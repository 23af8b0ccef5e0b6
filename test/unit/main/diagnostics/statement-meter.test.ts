import { expect, test } from 'vitest';
import { createLog } from '../../../../src/main/diagnostics/log';
import { parameterShape } from '../../../../src/main/diagnostics/parameter-shape';
import { type EndedStatement, StatementMeter } from '../../../../src/main/diagnostics/statement-meter';

function startMeter() {
  const lines: string[] = [];
  let nowMs = 0;
  const log = createLog(
    (line) => lines.push(line.split(' ').slice(1).join(' ')),
    () => 0,
  );
  const meter = new StatementMeter(log, () => nowMs);
  const end = (name: string, ms: number, change: Partial<EndedStatement> = {}) =>
    meter.ended({
      ...{ name, lane: 'screen', ms, waitMs: 0, rows: 3, outcome: 'done' },
      asked: { statement: { name, text: `select ${name}` }, values: [['press-7', 'press-8'], 'temperature', 12] },
      ...change,
    });
  return { meter, lines, end, pass: (ms: number) => (nowMs += ms) };
}

test('statements are counted by name, with their times, rows and failures', () => {
  const { meter, end } = startMeter();
  end('raw', 2);
  end('raw', 4, { outcome: 'failed', rows: 0 });
  end('1min', 1, { waitMs: 30, lane: 'background' });
  end('1min', 0, { waitMs: 5_000, outcome: 'unsent', rows: 0 });
  expect(meter.statements()).toMatchObject([
    { name: '1min', rows: 3, failed: 0, unsent: 1, ms: { count: 1, sumMs: 1 } },
    { name: 'raw', rows: 3, failed: 1, unsent: 0, ms: { count: 2, sumMs: 6, maxMs: 4 } },
  ]);
  expect(meter.waits()).toMatchObject({ background: { count: 1, maxMs: 30 }, screen: { count: 3, maxMs: 5_000 } });
});

test('above 100 ms a line is logged with the shape of the parameters and never a value, and the last one is remembered', () => {
  const { meter, lines, end, pass } = startMeter();
  end('raw', 100);
  expect(lines).toEqual([]);
  end('raw', 140.4, { waitMs: 7 });
  pass(5_000);
  end('1min', 200, { outcome: 'failed', rows: 0 });
  expect(lines).toEqual([
    'warn slow-statement name=raw tier=plant ms=140 waitMs=7 rows=3 outcome=done parameters="text[2], text, number"',
    'warn slow-statement name=1min tier=plant ms=200 waitMs=0 rows=0 outcome=failed parameters="text[2], text, number"',
  ]);
  expect(meter.slow()).toMatchObject([
    { name: '1min', agoMs: 0 },
    { name: 'raw', agoMs: 5_000, ms: 140.4, shape: 'text[2], text, number' },
  ]);
  expect(JSON.stringify([lines, meter.slow(), meter.statements()])).not.toMatch(/press|temperature/);
  expect(meter.slowest('raw')).toMatchObject({ statement: { text: 'select raw' } });
  expect(meter.slowest('never')).toBeUndefined();
});

test('neither names without end nor parameters without end fill the memory', () => {
  const { meter, end } = startMeter();
  for (let at = 0; at < 1_000; at += 1) end(`made up ${at}`, 1);
  expect(meter.statements()).toHaveLength(101);
  expect(meter.statements().find(({ name }) => name === 'other')?.ms.count).toBe(900);
  const values = [Array.from({ length: 30_000 }, (_, at) => `unit ${at}`)];
  end('made up 0', 500, { asked: { statement: { name: 'made up 0', text: '' }, values } });
  expect(meter.slow()[0]?.shape).toBe('text[30000]');
  expect(meter.slowest('made up 0')).toBeUndefined();
});

test('the shape tells types and lengths of whatever is passed', () => {
  expect(parameterShape([[], [1], [[1, 2]], null, undefined, true, new Date(0), 'x'])).toBe(
    '[0], number[1], number[2][1], null, null, boolean, object, text',
  );
  expect(parameterShape(Array(25).fill(1))).toMatch(/number, 5 more$/);
});
