import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeStartup, parseOptions } from '../../../../../src/main/demo/plant/startup';
import { cString, eachFrame, FrameReader, frame, ProtocolError } from '../../../../../src/main/demo/plant/wire';

test('frames come out as they went in, however the stream is cut', () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 });
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 20 })), (contents, cuts) => {
      const frames = contents.map((body, i) => frame(65 + i, Buffer.from(body)));
      const reader = new FrameReader(1_000);
      reader.expectTypedFrames();
      let rest = Buffer.concat(frames);
      const seen: Buffer[] = [];
      for (let i = 0; rest.length > 0; i++) {
        const size = cuts[i] ?? rest.length;
        reader.push(rest.subarray(0, size));
        rest = rest.subarray(size);
        for (let next = reader.next(); next !== undefined; next = reader.next()) seen.push(next);
      }
      expect(seen).toEqual(frames);
      let count = 0;
      eachFrame(Buffer.concat(frames), () => {
        count += 1;
      });
      expect(count).toBe(frames.length);
    }),
  );
});

test('impossible and overlong lengths are refused', () => {
  for (const length of [0, 3, 5_000]) {
    const reader = new FrameReader(1_000);
    reader.expectTypedFrames();
    const header = Buffer.from([0x51, 0, 0, 0, 0]);
    header.writeUInt32BE(length, 1);
    reader.push(header);
    expect(() => reader.next()).toThrow(ProtocolError);
  }
});

test('start-up options are read as a server reads them', () => {
  expect([...parseOptions('-c search_path=a\\ b -cwork_mem=5MB --enable-seqscan=off')]).toEqual([
    ['search_path', 'a b'],
    ['work_mem', '5MB'],
    ['enable_seqscan', 'off'],
  ]);
  expect(() => parseOptions('nonsense')).toThrow('nonsense');
});

test('the start-up message gives user, database and settings; the database is the user’s name where none is given', () => {
  const body = [
    'user',
    'taktline',
    'application_name',
    'x',
    'statement_timeout',
    '30000',
    'client_encoding',
    "'utf-8'",
  ];
  const message = frame(0, Buffer.from([0, 3, 0, 0]), ...body.map(cString), Buffer.alloc(1)).subarray(1);
  expect(decodeStartup(message)).toEqual({
    kind: 'startup',
    user: 'taktline',
    database: 'taktline',
    applicationName: 'x',
    settings: new Map([['statement_timeout', '30000']]),
  });
});
