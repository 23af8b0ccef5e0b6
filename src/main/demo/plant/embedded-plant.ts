import { type OpenedDirectory, openDataDirectory } from './data-directory';
import { PlantFront } from './front';
import type { PlantStats } from './process-messages';
import { WalKeeper } from './wal-keeper';

/** The embedded plant inside its own process: directory, engine, front and upkeep, started and stopped in order. */

export interface EmbeddedPlantOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly runJobs: boolean;
  readonly log: (line: string) => void;
  /** The engine is broken: the process must end at once. */
  readonly onBroken: (error: unknown) => void;
}

export class EmbeddedPlant {
  readonly port: number;
  readonly #directory: OpenedDirectory;
  readonly #front: PlantFront;
  readonly #wal: WalKeeper;
  #stopping: Promise<void> | undefined;

  private constructor(directory: OpenedDirectory, front: PlantFront, wal: WalKeeper, port: number) {
    this.#directory = directory;
    this.#front = front;
    this.#wal = wal;
    this.port = port;
  }

  /** @throws Error with one sentence for a person: directory in use or foreign, port in use */
  static async start(options: EmbeddedPlantOptions): Promise<EmbeddedPlant> {
    const directory = await openDataDirectory(options.dataDir);
    const front = new PlantFront(directory.engine, {
      port: options.port,
      onBroken: options.onBroken,
      log: options.log,
      now: () => performance.now(),
    });
    try {
      const port = await front.listen();
      const runSql = (sql: string) => front.session.run('plant upkeep', sql, 'background');
      const wal = new WalKeeper(runSql, options.log);
      wal.start();
      return new EmbeddedPlant(directory, front, wal, port);
    } catch (error) {
      await front.close();
      await directory.close();
      throw error;
    }
  }

  stats(reset: boolean): PlantStats {
    const holds = [...this.#front.statistics.figures()];
    if (reset) this.#front.statistics.reset();
    return { holds, walSinceCheckpointBytes: this.#wal.sinceCheckpointBytes, jobs: { runs: 0, failures: [] } };
  }

  /** Cuts clients off, checkpoints and closes. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#wal.stop();
    await this.#front.close();
    await this.#directory.close();
  }
}
