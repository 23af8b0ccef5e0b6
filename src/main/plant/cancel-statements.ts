import { connectPlant, dropPlant, type PlantAddress } from './connection';

/**
 * Stops statements in the server that nobody waits for any more. One connection at a time however many there are: a
 * screen that leaves a wall of charts must not cost the plant a wall of connections.
 */
export class StatementCanceller {
  readonly #address: PlantAddress;
  readonly #onTrouble: (error: Error) => void;
  #waiting: { readonly pids: number[]; readonly done: Promise<void> } | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(address: PlantAddress, onTrouble: (error: Error) => void) {
    this.#address = address;
    this.#onTrouble = onTrouble;
  }

  /** Resolves when the server has been told, or cannot be; until then the connection must serve nobody else. */
  cancel(pid: number): Promise<void> {
    if (this.#waiting === undefined) {
      const pids: number[] = [];
      const done = this.#running.then(() => {
        this.#waiting = undefined;
        return this.#tell(pids);
      });
      this.#waiting = { pids, done };
      this.#running = done;
    }
    this.#waiting.pids.push(pid);
    return this.#waiting.done;
  }

  async #tell(pids: readonly number[]): Promise<void> {
    try {
      const client = await connectPlant(this.#address, { applicationName: 'taktline cancel' });
      try {
        await client.query('select pg_cancel_backend(pid) from unnest($1::int[]) pid', [pids]);
      } finally {
        dropPlant(client);
      }
    } catch (error) {
      this.#onTrouble(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
