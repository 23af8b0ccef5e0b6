import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SentLog } from '../../../../src/main/gateway/sent-log';

test('times and bytes of what was sent are those of a plain list, also after the oldest are forgotten', () => {
  const entry = fc.record({ step: fc.integer({ min: 1, max: 3 }), ms: fc.nat(50), bytes: fc.nat(1_000) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), fc.nat(1_500), (entries, forgottenMs) => {
      const log = new SentLog();
      let sequence = 0;
      let atMs = 0;
      const sent = entries.map(({ step, ms, bytes }) => {
        sequence += step;
        atMs += ms;
        log.add(sequence, atMs, bytes);
        return { sequence, atMs, bytes };
      });
      log.forgetBefore(forgottenMs);
      const kept = sent.filter((each) => each.atMs >= forgottenMs);
      for (let from = 0; from <= sequence + 1; from += 1) {
        expect(log.sentAfterMs(from)).toBe(kept.find((each) => each.sequence > from)?.atMs);
        expect(log.sentMs(from)).toBe(kept.filter((each) => each.sequence <= from).at(-1)?.atMs);
        const bytes = kept.filter((each) => each.sequence > from).reduce((sum, each) => sum + each.bytes, 0);
        expect(log.bytesBetween(from, sequence)).toBe(bytes);
      }
    }),
  );
});
