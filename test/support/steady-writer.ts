import { setTimeout as sleep } from 'node:timers/promises';
import { connectPlant, type PlantAddress, type PlantConnection } from '../../src/main/plant/connection';

export interface SteadyWriterOptions {
  /** Where to write, asked at each connect: the plant may have moved. */
  readonly address: () => PlantAddress;
  readonly workUnitIds: readonly string[];
  /** Distance of two rows, ms. */
  readonly everyMs?: number;
  /** What the source's clock says, ms; this machine's unless given. */
  readonly nowMs?: () => number;
  /** The first value is one above it. */
  readonly above?: number;
}

/** Every third row is committed so much later than its time, behind newer ones of others, ms. */
const HELD_BACK_MS = 20;
/** It tries so long after its server's trouble, ms. */
const AGAIN_MS = 50;

/**
 * A machine that writes a row of its own value every few ms, and connects again after whatever happens to its server:
 * its pauses are the pace of such a machine, nothing is waited for in them.
 * Which of its rows were committed only the table knows.
 */
export class SteadyWriter {
  readonly #options: SteadyWriterOptions;
  readonly #done: Promise<void>;
  #isStopping = false;
  #value: number;
  #committed = 0;
  readonly #waiting = new Map<() => void, number>();

  constructor(options: SteadyWriterOptions) {
    this.#options = options;
    this.#value = options.above ?? 0;
    this.#done = this.#run();
  }

  /** Resolves when the last row is committed, or lost. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#done;
  }

  /** Resolves when so many further rows are committed. */
  committed(count: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(resolve, this.#committed + count));
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      try {
        await this.#writeUntilLost();
      } catch {
        // Its server's trouble is what the tests are about: it goes on as a machine would.
        await sleep(AGAIN_MS);
      }
    }
  }

  async #writeUntilLost(): Promise<void> {
    const { address, everyMs = 15 } = this.#options;
    const options = { applicationName: 'test writer', connectTimeoutMs: 1_000, queryTimeoutMs: 1_000 };
    const client = await connectPlant(address(), options);
    try {
      while (!this.#isStopping) {
        await this.#writeRow(client);
        await sleep(everyMs);
      }
    } finally {
      // Already broken where the server has gone.
      await client.end().catch(() => {});
    }
  }

  async #writeRow(client: PlantConnection): Promise<void> {
    const { workUnitIds, nowMs = Date.now } = this.#options;
    this.#value += 1;
    const unit = workUnitIds[this.#value % workUnitIds.length];
    const time = new Date(nowMs());
    await client.query('begin');
    if (this.#value % 5 === 0)
      await client.query('insert into performance_metric values ($1, $2, $3, 0.5, null, 1)', [time, unit, this.#value]);
    else await client.query("insert into metric values ($1, $2, 'count', $3)", [time, unit, this.#value]);
    if (this.#value % 3 === 0) await sleep(HELD_BACK_MS);
    await client.query('commit');
    this.#committed += 1;
    for (const [resolve, upTo] of this.#waiting)
      if (this.#committed >= upTo && this.#waiting.delete(resolve)) resolve();
  }
}
