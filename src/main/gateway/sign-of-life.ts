/**
 * Whether a peer is still there, by looks at equal distances: whatever it says is a sign of life, so that only who has said
 * nothing since the last look is asked for one. A thousand pings in one moment are work that nobody needs.
 */
export class SignOfLife {
  /** Connecting is one. */
  #wasHeard = true;
  #isAsked = false;

  heard(): void {
    this.#wasHeard = true;
  }

  /** @returns `ask`: it is to be asked for a sign; `gone`: it was asked at the last look, and has said nothing since */
  look(): 'there' | 'ask' | 'gone' {
    const wasAsked = this.#isAsked;
    this.#isAsked = !this.#wasHeard;
    this.#wasHeard = false;
    if (!this.#isAsked) return 'there';
    return wasAsked ? 'gone' : 'ask';
  }
}
