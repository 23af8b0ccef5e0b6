import { type PlantTables, type PlantTablesOverrides, plantTables } from '../../shared/plant-tables';
import type { SetupChoice } from '../../shared/setup';
import type { ConfiguredPlant } from '../config/configured-plant';
import type { Log } from '../diagnostics/log';
import { makePlan, type Plan, type PlanOptions } from '../provisioning/plan';
import { type ProvisioningSettings, readProvisioningSettings } from '../provisioning/provisioning-settings';
import type { SqlClient } from '../provisioning/sql-client';
import { tablesChoiceOf } from './source-tables';

/** What a set-up is to make in the plant's database, as `provision --settings` reads it; the defaults at first. */
export class SetupWishes {
  readonly #log: Log;
  #kept: Readonly<Record<string, unknown>> = {};

  constructor(log: Log) {
    this.#log = log;
  }

  /** What goes beside the plant in the settings, its tables too. */
  get kept(): Readonly<Record<string, unknown>> {
    return this.#kept;
  }

  /**
   * Begins with what was kept of a plant. It may be of another version, or edited by hand: then with the defaults.
   * @param tables where its samples are: the one place of that in the settings is beside the plant, for reading too
   */
  begin(provisioning: ConfiguredPlant['provisioning'], tables: PlantTablesOverrides | undefined): void {
    this.#kept = { ...provisioning, ...wholeTables(tables) };
    try {
      this.settings();
    } catch (error) {
      this.#log.warn('setup-settings-not-read', { message: error instanceof Error ? error.message : String(error) });
      this.#kept = {};
    }
  }

  choose({ liveUpdates, tables, adoption, reader }: SetupChoice): void {
    this.#kept = { ...this.#kept, liveUpdates, roles: { reader: reader ?? null }, tables, adoption };
  }

  /** Which tables of others there are is told by the database in hand alone. */
  forgetTables(): void {
    this.#kept = { ...this.#kept, tables: {}, adoption: {} };
  }

  settings(): ProvisioningSettings {
    return readProvisioningSettings('of this set-up', JSON.stringify(this.#kept));
  }

  /** As the page shows them. */
  choice(): SetupChoice {
    return choiceOf(this.settings());
  }

  wanted(): { readonly schema: ProvisioningSettings['schema']; readonly options: PlanOptions } {
    const { schema, liveUpdates, roles, tables, adoption } = this.settings();
    return { schema, options: { liveUpdates, reader: roles.reader, tables, adoption } };
  }

  /** Makes the plan that leads to what is wished for now. */
  replanner(): (client: SqlClient) => Promise<Plan> {
    const { schema, options } = this.wanted();
    return (client) => makePlan(client, schema, options);
  }
}

/** The wishes of provisioning settings, as the page shows them. */
function choiceOf(settings: ProvisioningSettings): SetupChoice {
  const { liveUpdates, roles } = settings;
  return {
    liveUpdates: liveUpdates === 'as-is' ? 'polling' : liveUpdates,
    ...tablesChoiceOf(settings),
    ...(roles.reader === undefined ? {} : { reader: roles.reader }),
  };
}

/** As provisioning reads them: each table named whole. */
function wholeTables(tables: PlantTablesOverrides | undefined): { readonly tables?: PlantTables } {
  return tables === undefined ? {} : { tables: plantTables(tables) };
}
