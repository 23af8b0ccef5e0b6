import { type Appliance, type ApplianceOptions, startAppliance } from './appliance';
import type { Engine } from './engine/engine';

/**
 * The appliance of this process, which may be another one after a plant has been set up: the old one is stopped whole
 * before the new one starts, because both want the data folder and, where it is fixed, the port.
 */
export class ApplianceHost {
  readonly #options: Omit<ApplianceOptions, 'folderTaken'>;
  #appliance: Promise<Appliance>;
  #present: Appliance | undefined;
  #isStopping = false;

  /** @param folderTaken the data folder for the first one, where it is being taken already */
  constructor(options: Omit<ApplianceOptions, 'folderTaken'>, folderTaken?: ApplianceOptions['folderTaken']) {
    this.#options = options;
    this.#appliance = this.#start(folderTaken === undefined ? options : { ...options, folderTaken });
  }

  /** The engine that runs now. @throws Error before the first one runs */
  present(): Engine {
    if (this.#present === undefined) throw new Error('The appliance is starting.');
    return this.#present.engine;
  }

  /** The present one, or the one that is being started. @throws what starting it threw */
  appliance(): Promise<Appliance> {
    return this.#appliance;
  }

  /**
   * Starts anew on the plant that is configured now, whatever the command line said.
   * @throws Error with one sentence when it cannot start
   */
  async followConfiguredPlant(): Promise<void> {
    const before = this.#appliance;
    const options = {
      ...this.#options,
      commandLine: { ...this.#options.commandLine, plant: { kind: 'configured' } },
    } as const;
    this.#appliance = before
      .then((appliance) => appliance.stop())
      .then(() => {
        if (this.#isStopping) throw new Error('Taktline is being ended.');
        return this.#start(options);
      });
    await this.#appliance;
  }

  /** Stops the present one; it stays stopped. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#appliance.then(
      (appliance) => appliance.stop(),
      // It never started: who asked for it was told why, and there is nothing to stop.
      () => undefined,
    );
  }

  async #start(options: ApplianceOptions): Promise<Appliance> {
    this.#present = await startAppliance(options);
    return this.#present;
  }
}
