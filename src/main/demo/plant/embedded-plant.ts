import { type OpenedDirectory, openDataDirectory } from './data-directory';
import { BULK_LOAD_CHANNEL } from './engine-facts';
import { PlantFront } from './front';
import { JobRunner } from './job-runner';
import type { PlantStats } from './process-messages';
import { TableKeeper } from './table-keeper';
import { WalKeeper } from './wal-keeper';

/** The embedded plant inside its own process: directory, engine, front and upkeep, started and stopped in order. */

export interface EmbeddedPlantOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly runJobs: boolean;
  readonly idleInTransactionMs: number;
  /** How long to wait for another process that is just giving the directory free, in ms. */
  readonly lockWaitMs: number;
  /** The extension's archive that the build has made. */
  readonly archivePath: string;
  readonly log: (line: string) => void;
  /** The engine is broken: the process must end at once. */
  readonly onBroken: (error: unknown) => void;
}

/** What is stopped before the front: it would wait for turns that never come. */
interface Upkeep {
  readonly wal: WalKeeper;
  readonly tables: TableKeeper;
  readonly jobs: JobRunner;
}

export class EmbeddedPlant {
  readonly port: number;
  readonly #directory: OpenedDirectory;
  readonly #front: PlantFront;
  readonly #upkeep: Upkeep;
  #stopping: Promise<void> | undefined;

  private constructor(directory: OpenedDirectory, front: PlantFront, upkeep: Upkeep, port: number) {
    this.#directory = directory;
    this.#front = front;
    this.#upkeep = upkeep;
    this.port = port;
  }

  /** @throws Error with one sentence for a person: directory in use or foreign, port in use */
  static async start(options: EmbeddedPlantOptions): Promise<EmbeddedPlant> {
    const directory = await openDataDirectory(options.dataDir, options);
    const front = new PlantFront(directory.engine, { ...options, now: () => performance.now(), cpuMs: processCpuMs });
    try {
      const port = await front.listen();
      return new EmbeddedPlant(directory, front, startUpkeep(front, options), port);
    } catch (error) {
      await front.close();
      await directory.close();
      throw error;
    }
  }

  stats(reset: boolean): PlantStats {
    const holds = [...this.#front.statistics.figures()];
    if (reset) this.#front.statistics.reset();
    const { runs, failures } = this.#upkeep.jobs.figures;
    return {
      holds,
      walSinceCheckpointBytes: this.#upkeep.wal.sinceCheckpointBytes,
      jobs: { runs, failures: [...failures] },
    };
  }

  /** Cuts clients off, checkpoints and closes. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#upkeep.wal.stop();
    this.#upkeep.tables.stop();
    const jobsEnded = this.#upkeep.jobs.stop();
    // Clients first: one inside a transaction would keep the runner waiting.
    await this.#front.disconnectClients();
    await jobsEnded;
    await this.#front.close();
    await this.#directory.close();
  }
}

/** Processor time of this process so far, all threads, ms. */
function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function startUpkeep(front: PlantFront, options: EmbeddedPlantOptions): Upkeep {
  const { session } = front;
  const runUpkeep = async (sql: string) => (await session.run('plant upkeep', sql, 'background')).rows;
  const upkeep: Upkeep = {
    wal: new WalKeeper(runUpkeep, options.log),
    tables: new TableKeeper(runUpkeep, options.log),
    jobs: new JobRunner({
      run: (sql, user) => session.run('job runner', sql, 'background', user),
      isPaused: () => session.hasListener(BULK_LOAD_CHANNEL),
      log: options.log,
      now: () => performance.now(),
    }),
  };
  upkeep.wal.start();
  upkeep.tables.start();
  if (options.runJobs) upkeep.jobs.start();
  return upkeep;
}
