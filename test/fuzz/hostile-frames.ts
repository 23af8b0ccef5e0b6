import fc from 'fast-check';
import { ClientMessage } from '../../src/shared/protocol';

/** Whole ones of each kind that a viewer may send: what is mutated. */
const REAL: readonly ClientMessage[] = [
  { type: 'hello', version: 1, token: 'x'.repeat(43) },
  { type: 'hello', version: 1, code: 'y'.repeat(43) },
  { type: 'subscribe', workUnitIds: 'all', tailMs: 600_000 },
  { type: 'subscribe', workUnitIds: 'all', resume: { epoch: 'epoch-1', sequence: 1 } },
  { type: 'ack', sequence: 3 },
  { type: 'subscribe', workUnitIds: ['press-1', 'Пресс "7"'], tailMs: 0 },
  {
    type: 'history',
    requestId: 7,
    series: [{ table: 'metric', workUnitId: 'press-1', name: 'temperature' }],
    range: { fromMs: 0, toMs: 3_600_000 },
    pointBudget: 1_000,
  },
  { type: 'cancel', requestId: 7 },
  { type: 'averages' },
  { type: 'diagnostics' },
  { type: 'pin', workUnitId: 'press-1', pinned: true },
];
const TEXTS = REAL.map((message) => JSON.stringify(message));
/** What parsers stumble over. */
const SPICE = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '\u0000',
    '\u2028',
    '\ud83d\udd27',
    '-',
    '1e999',
    'null',
    '9007199254740993',
  ],
  ...['"__proto__":{"a":1},', '"constructor":', '[[[[[[[[', '"type":"hello",', '\\ud800', '"toString"', 'NaN'],
];
const MAX_TEXT = 4_000;

export type HostileFrame = string | Uint8Array;

/** Frames by fast-check: any text, any JSON, real messages with any values in their fields, any bytes. */
export function sampleFrames(count: number, seed: number): readonly HostileFrame[] {
  const anyField = fc.oneof(
    fc
      .constantFrom(...REAL)
      .chain((message) =>
        fc
          .constantFrom(...Object.keys(message))
          .chain((field) =>
            fc.anything({ maxDepth: 2 }).map((value) => JSON.stringify({ ...message, [field]: value })),
          ),
      ),
  );
  const frame = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text).toString()),
    fc.json(),
    anyField,
    fc.constantFrom(...TEXTS),
    fc.uint8Array({ maxLength: 200 }),
  );
  return fc.sample(frame, { numRuns: count, seed });
}

/** Cheap mutations without end: a frame of the pool with pieces cut out, doubled, swapped or spiced. */
export class FrameMutator {
  readonly #pool: readonly HostileFrame[];
  #state: number;

  constructor(pool: readonly HostileFrame[], seed: number) {
    this.#pool = pool;
    this.#state = seed >>> 0;
  }

  next(): HostileFrame {
    const frame = this.#pool[this.#below(this.#pool.length)] ?? '';
    if (typeof frame !== 'string') return frame;
    let text = this.#below(3) === 0 ? (TEXTS[this.#below(TEXTS.length)] ?? '') : frame;
    for (let times = this.#below(4); times > 0; times -= 1) text = this.#mutate(text);
    return Buffer.from(text.slice(0, MAX_TEXT)).toString();
  }

  #mutate(text: string): string {
    const [a, b] = [this.#below(text.length + 1), this.#below(text.length + 1)];
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    switch (this.#below(4)) {
      case 0:
        return text.slice(0, from) + text.slice(from + 1);
      case 1:
        return text.slice(0, from) + (SPICE[this.#below(SPICE.length)] ?? '') + text.slice(from);
      case 2:
        return text.slice(0, to) + text.slice(from);
      default:
        return text.slice(0, from) + text.slice(to);
    }
  }

  /** Marsaglia's xorshift of 32 bits: the same frames for the same seed. */
  #below(bound: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % Math.max(1, bound);
  }
}

/** The message that a frame is, where it is one. */
export function messageIn(frame: HostileFrame): ClientMessage | undefined {
  if (typeof frame !== 'string') return undefined;
  try {
    return ClientMessage.parse(JSON.parse(frame));
  } catch {
    // That it is none is the answer.
    return undefined;
  }
}
