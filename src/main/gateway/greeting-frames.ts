import type { CatalogueUnit, StateRules } from '../../shared/protocol';
import type { GatewaySources } from './gateway-sources';
import { encodeMessage, type SharedFrame } from './viewer-socket';

/** What every viewer is told of the plant when it comes in. */
export interface Greeting {
  readonly sourceName: string;
  readonly stateRules: StateRules;
  /** Follows the welcome. */
  readonly frames: readonly SharedFrame[];
}

/** So long a greeting serves those that come together, ms; a change that is told ends it at once. */
const KEPT_MS = 100;

/** The greeting as frames: it is what a thousand screens that join in one moment get. */
export class GreetingFrames {
  readonly #sources: GatewaySources;
  readonly #nowMs: () => number;
  #units: readonly CatalogueUnit[] | undefined;
  #catalogue: SharedFrame | undefined;
  #greeting: Greeting | undefined;
  #madeMs = 0;

  /** @param nowMs never jumps */
  constructor(sources: GatewaySources, nowMs: () => number) {
    this.#sources = sources;
    this.#nowMs = nowMs;
  }

  /** @param units the same array for as long as nothing in it has changed */
  catalogue(units: readonly CatalogueUnit[]): SharedFrame {
    if (this.#catalogue === undefined || this.#units !== units) {
      this.#units = units;
      this.#catalogue = encodeMessage({ type: 'catalogue', units: [...units] });
    }
    return this.#catalogue;
  }

  now(): Greeting {
    const nowMs = this.#nowMs();
    if (this.#greeting === undefined || nowMs - this.#madeMs >= KEPT_MS) {
      this.#greeting = this.#made();
      this.#madeMs = nowMs;
    }
    return this.#greeting;
  }

  /** Something in it is another now. */
  forget(): void {
    this.#greeting = undefined;
  }

  #made(): Greeting {
    const sources = this.#sources;
    const { sourceName, stateRules } = sources;
    const facts = sources.facts();
    const frames = [
      this.catalogue(sources.catalogue()),
      ...(facts === undefined ? [] : [encodeMessage({ type: 'source', facts })]),
      encodeMessage({ type: 'pins', pins: [...sources.pins()] }),
    ];
    return { sourceName, stateRules, frames };
  }
}
