import type { LiveUnit } from '../../shared/protocol';
import type { GatewayUpdate } from './gateway-sources';
import { frameText } from './server-frame';
import type { SharedFrame } from './viewer-socket';

const COMMA = Buffer.from(',');
const END = Buffer.from(']}');

/** Units as JSON, each encoded once for as long as somebody holds it: for every set of viewers, and for those that come back. */
export class UnitEncoder {
  readonly #encoded = new WeakMap<LiveUnit, Buffer>();

  encode(unit: LiveUnit): Buffer {
    let bytes = this.#encoded.get(unit);
    if (bytes === undefined) {
      bytes = Buffer.from(JSON.stringify(unit), 'utf8');
      this.#encoded.set(unit, bytes);
    }
    return bytes;
  }
}

/** A message that carries units, put together of units that are JSON already. */
export function unitsFrame(
  head: { readonly type: 'update' | 'latest' | 'snapshot'; readonly sequence: number; readonly epoch?: string },
  units: readonly Uint8Array[],
): Buffer {
  const start = `${JSON.stringify(head).slice(0, -1)},"units":[`;
  const parts: Uint8Array[] = [Buffer.from(start, 'utf8')];
  for (const [at, unit] of units.entries()) {
    if (at > 0) parts.push(COMMA);
    parts.push(unit);
  }
  parts.push(END);
  return frameText(parts);
}

/** An update on its way: whoever follows the same of its units gets the same bytes. */
export class EncodedUpdate {
  readonly sequence: number;
  readonly units: readonly LiveUnit[];
  readonly #encoder: UnitEncoder;
  readonly #frames = new Map<string, SharedFrame>();

  constructor({ sequence, units }: GatewayUpdate, encoder: UnitEncoder) {
    this.sequence = sequence;
    this.units = units;
    this.#encoder = encoder;
  }

  /** @param places which of the units, by their places */
  frame(places: readonly number[]): SharedFrame {
    const key = places.join();
    let frame = this.#frames.get(key);
    if (frame === undefined) {
      const units = places.flatMap((at) => this.units[at] ?? []).map((unit) => this.#encoder.encode(unit));
      frame = { bytes: unitsFrame({ type: 'update', sequence: this.sequence }, units) };
      this.#frames.set(key, frame);
    }
    return frame;
  }
}
