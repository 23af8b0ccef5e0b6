/** How far back a swing is looked at: a finger that rests before it lifts has none. */
const SWING_MS = 80;
/** A glide loses two thirds of its speed in this time. */
const DECAY_MS = 325;
/** px per ms: below it a glide cannot be seen, and a hand that only lets go has this much. */
const LEAST_SPEED = 0.05;
const MOST_MARKS = 32;

/** Follows a finger to know how fast it was when it let go. */
export class Swing {
  #marks: { readonly atMs: number; readonly px: number }[] = [];

  /** @param px where the finger is, along the axis of time */
  mark(atMs: number, px: number): void {
    this.#marks.push({ atMs, px });
    if (this.#marks.length > MOST_MARKS) this.#marks.shift();
  }

  clear(): void {
    this.#marks = [];
  }

  /** px per ms over the last moment before it let go; 0 where it rested, or hardly moved. */
  speed(letGoMs: number): number {
    const recent = this.#marks.filter(({ atMs }) => letGoMs - atMs <= SWING_MS);
    const [first, last] = [recent[0], recent.at(-1)];
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
    const speed = (last.px - first.px) / (last.atMs - first.atMs);
    return Math.abs(speed) < LEAST_SPEED ? 0 : speed;
  }
}

/** How far (px) a glide has got, which began at that speed (px per ms) so long ago. */
export function glidedPx(speed: number, sinceMs: number): number {
  return speed * DECAY_MS * (1 - Math.exp(-sinceMs / DECAY_MS));
}

/** Whether a glide still moves. */
export function isGliding(speed: number, sinceMs: number): boolean {
  return Math.abs(speed) * Math.exp(-sinceMs / DECAY_MS) >= LEAST_SPEED;
}
