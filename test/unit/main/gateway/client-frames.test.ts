import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeClientFrame } from '../../../../src/main/gateway/client-frames';

test('a bad message is answered by naming the field, never its value', () => {
  const series = [{ table: 'metric', workUnitId: 'press-1', name: 'temperature' }];
  const message = { type: 'history', requestId: 7, series, range: { fromMs: 'SECRET', toMs: 2 } };
  const decoded = decodeClientFrame(JSON.stringify(message));
  expect(decoded).toMatchObject({ kind: 'bad', requestId: 7 });
  expect(decoded.kind === 'bad' && decoded.problem).toContain('"range.fromMs"');
  expect(JSON.stringify(decoded)).not.toContain('SECRET');
});

test('anything at all is decoded or refused, without an exception', () => {
  const typed = fc.record({
    type: fc.constantFrom('hello', 'subscribe', 'history', 'cancel', '__proto__'),
    more: fc.jsonValue(),
  });
  const merged = typed.map(({ type, more }) =>
    JSON.stringify(typeof more === 'object' ? { ...more, type } : { type, more }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), merged), (text) => {
      const decoded = decodeClientFrame(text);
      expect(['message', 'bad']).toContain(decoded.kind);
      if (decoded.kind === 'bad') expect(decoded.problem.length).toBeLessThan(250);
    }),
    { numRuns: 5_000 },
  );
});
