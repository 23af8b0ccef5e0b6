import type { PlantConnection } from '../../../src/main/plant/connection';
import { quantile } from '../../support/quantile';
import type { Figure } from '../figure';
import type { SentStatement } from './reading-side';

const BENCH = 'history';

/**
 * How long the work takes, in ms, and what it gives. It begins in a turn of its own, as what comes from a socket does:
 * without turns nothing of what earlier work had under weak references can be collected.
 */
export async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly ms: number; readonly result: Result }> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  const startedMs = performance.now();
  const result = await work();
  return { ms: performance.now() - startedMs, result };
}

/** The same statements one after the other through bare `pg`, rows left as the driver gives them. */
export async function replay(client: PlantConnection, statements: readonly SentStatement[]): Promise<void> {
  for (const { statement, values } of statements) {
    await client.query({ text: statement.text, values: [...values], rowMode: 'array' });
  }
}

/** Durations of one thing and of its floor, taken in turn in the same run. */
export class Race {
  readonly ours: number[] = [];
  readonly floors: number[] = [];

  /** Runs both, now the one first, now the other. */
  async run(ours: () => Promise<unknown>, floor: () => Promise<unknown>): Promise<void> {
    if (this.ours.length % 2 === 0) {
      this.ours.push((await timed(ours)).ms);
      this.floors.push((await timed(floor)).ms);
    } else {
      this.floors.push((await timed(floor)).ms);
      this.ours.push((await timed(ours)).ms);
    }
  }

  /** The figure of one quantile (0..1). */
  figure(name: string, share: number): Figure & { readonly floor: number; readonly ratio: number } {
    return floored(name, 'ms', quantile(this.ours, share), quantile(this.floors, share));
  }
}

/** A figure beside its floor. */
export function floored(
  name: string,
  unit: string,
  value: number,
  floor: number,
): Figure & { readonly floor: number; readonly ratio: number } {
  return { bench: BENCH, figure: name, value, unit, floor, ratio: value / floor };
}

/** A figure whose floor is the target itself: a share, a count. */
export function plain(name: string, unit: string, value: number): Figure {
  return { bench: BENCH, figure: name, value, unit };
}
